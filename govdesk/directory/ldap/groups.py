"""Who belongs to a group, nested groups included, found downward: from the group to its members.

`membership` goes the other way, for one person; both must agree. A server's own rule for nesting (IN_CHAIN) takes 43
seconds among 100,000 people, and only some servers know one.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.membership import BY_NAME, GROUPS
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.ldap.ranges import all_values
from govdesk.directory.ldap.reading import Reading

_ATTRIBUTES = [*BY_NAME, "memberUid", "groupType", "objectSid", "objectClass"]
_BITS = re.compile(r"#'[01]*'B$")
"""What may stand behind a name in uniqueMember. Source: RFC 4517, 3.3.21."""
_SECURITY_ENABLED = 0x80000000
"""Bit of groupType: ADS_GROUP_TYPE_SECURITY_ENABLED; groups without it are lists of addresses."""


@dataclass
class Members:
    """What a group and the groups in it list."""

    names: dict[str, str] = field(default_factory=dict)
    """Every member but groups, people and whatever else: `dn_key` → name as the group spells it."""
    logins: set[str] = field(default_factory=set)
    primary_groups: set[int] = field(default_factory=set)
    """Numbers by which people name a group as their primary one, which it then does not list."""


class Groups:
    """The groups of one reading; each is read once, wherever it is nested."""

    def __init__(self, reading: Reading, *, mail_groups_count: bool) -> None:
        self._reading, self._mail_groups_count = reading, mail_groups_count
        self._read: dict[str, Members | None] = {}

    @cached_property
    def _names(self) -> set[str]:
        """The `dn_key` of every group there is: members that are none need not be asked what they are."""
        return {dn_key(entry.dn) for entry in self._reading.groups(GROUPS, ["1.1"])}

    def members(self, dn: str) -> Members | None:
        """Everybody in a group; None when there is no such group, or it may not be read.

        Rings end. Raises ldap.LDAPError.
        """
        if self._group(dn) is None:
            return None
        whole, waiting, seen = Members(), [dn], {dn_key(dn)}
        while waiting:
            group = self._group(waiting.pop())
            if group is None:
                continue
            whole.logins |= group.logins
            whole.primary_groups |= group.primary_groups
            nested = group.names.keys() & self._names
            waiting += [group.names[key] for key in nested - seen]
            seen |= nested
            whole.names |= {key: name for key, name in group.names.items() if key not in nested}
        return whole

    def _group(self, dn: str) -> Members | None:
        key = dn_key(dn)
        if key not in self._read:
            entry = self._reading.entry(dn, _ATTRIBUTES, GROUPS)
            self._read[key] = None if entry is None else self._direct(entry)
        return self._read[key]

    def _direct(self, entry: Entry) -> Members:
        if not self._mail_groups_count and _is_for_mail(entry):
            return Members()
        values = [value for attribute in BY_NAME for value in all_values(self._reading, entry, attribute)]
        names = {key: name for value in values for key, name in _named(value)}
        number = _number(entry.values.get("objectsid", [b""])[0])
        return Members(names, set(entry.texts("memberUid")), {number} if number is not None else set())


def _is_for_mail(entry: Entry) -> bool:
    kind = entry.text("groupType")
    return kind.lstrip("-").isdigit() and not int(kind) & _SECURITY_ENABLED


def _named(value: bytes) -> Iterator[tuple[str, str]]:
    name = _BITS.sub("", value.decode("utf-8", "replace"))
    with suppress(ValueError):
        yield dn_key(name), name


def _number(sid: bytes) -> int | None:
    """The last part of a security identifier: what primaryGroupID holds. Source: MS-DTYP 2.4.2.2."""
    return int.from_bytes(sid[-4:], "little") if len(sid) >= 12 else None
