"""The groups of one person, direct and nested, found by walking upward: some indexed searches, on any server."""

from collections.abc import Sequence

from ldap.filter import escape_filter_chars

from govdesk.directory.ldap.entries import Entry
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.meaning import Meaning, dn_key
from govdesk.settings import LdapKind

DEEPEST = 10
"""Levels of nesting that count; a loop ends sooner, since nothing new is found."""
AT_ONCE = 50
"""Names in one filter."""
BY_LOGIN = "memberuid"
"""The attribute in which members stand by login; in all others, by distinguished name."""


def groups_of(line: Line, person: Entry, meaning: Meaning, *, base: str, kind: LdapKind) -> list[str]:
    """Names of all groups this person is in. Raises ldap.LDAPError."""
    search = _Search(line, meaning, meaning.group_base or base)
    found: dict[str, str] = {}
    level = _new(found, [*search.naming(_terms_of(person, meaning)), *_told(person, kind)])
    for _depth in range(DEEPEST):
        if not level:
            break
        level = _new(found, search.holding(level))
    return list(found.values())


class _Search:
    """Searching the groups that count."""

    def __init__(self, line: Line, meaning: Meaning, base: str) -> None:
        self._line, self._meaning, self._base = line, meaning, base
        self._by_name = [name for name in meaning.group_members if name.casefold() != BY_LOGIN]

    def naming(self, terms: list[str]) -> list[str]:
        """Names of the groups that any of these terms of a filter find."""
        wanted = f"(&{self._meaning.groups}(|{''.join(terms)}))"
        pages = self._line.pages(self._base, wanted, ["1.1"]) if terms else ()
        return [entry.dn for page in pages for entry in page]

    def holding(self, groups: Sequence[str]) -> list[str]:
        """Names of the groups that have one of these as a member."""
        found = []
        for start in range(0, len(groups), AT_ONCE):
            chunk = groups[start : start + AT_ONCE]
            found += self.naming([term for dn in chunk for term in _named(dn, self._by_name)])
        return found


def _terms_of(person: Entry, meaning: Meaning) -> list[str]:
    """How a group may name this person."""
    login = escape_filter_chars(person.text(meaning.login))
    by_name = [name for name in meaning.group_members if name.casefold() != BY_LOGIN]
    by_login = [f"({name}={login})" for name in meaning.group_members if name.casefold() == BY_LOGIN and login]
    return [*_named(person.dn, by_name), *by_login, *_primary(person)]


def _named(dn: str, attributes: Sequence[str]) -> list[str]:
    return [f"({name}={escape_filter_chars(dn)})" for name in attributes]


def _primary(person: Entry) -> list[str]:
    """The primary group of Active Directory, which lists no members: the person's domain, and the group's number."""
    sid, number = person.values.get("objectsid", [b""])[0], person.text("primaryGroupID")
    if len(sid) < _SHORTEST_SID or not number.isdigit():
        return []
    group = sid[:-4] + int(number).to_bytes(4, "little")
    return ["(objectSid=" + "".join(f"\\{byte:02x}" for byte in group) + ")"]


_SHORTEST_SID = 12
"""Bytes of a security identifier with one part at least. Source: MS-DTYP, 2.4.2.2."""


def _told(person: Entry, kind: LdapKind) -> list[str]:
    """The groups that the entry itself names: where a server works them out, no group may list the person.

    Not of Active Directory, which names distribution groups there, too.
    """
    return [] if kind is LdapKind.AD else person.dns("memberOf")


def _new(found: dict[str, str], names: list[str]) -> list[str]:
    """Add the names to `found`; returns those that were not there. Names are compared parsed."""
    new = {key: dn for dn in names if (key := dn_key(dn)) not in found}
    found.update(new)
    return list(new.values())
