"""The groups of one person, direct and nested, found by walking upward: some indexed searches, on any server."""

import ldap
from ldap.filter import escape_filter_chars

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.names import dn_key
from govdesk.settings import LdapKind

GROUPS = (
    "(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)"
    "(objectClass=groupOfMembers))"
)
_FOR_RIGHTS = "(groupType:1.2.840.113556.1.4.803:=2147483648)"
"""Active Directory's security groups: the others are lists of addresses. Source: ADS_GROUP_TYPE_SECURITY_ENABLED."""
BY_NAME = ("member", "uniqueMember")
DEEPEST = 10
"""Levels of nesting that count; a ring ends sooner, since nothing new is found."""
AT_ONCE = 50
"""Names in one filter."""


def groups_of(line: Line, person: Entry, meaning: Meaning, *, base: str, kind: LdapKind) -> list[str]:
    """Names of all groups below `base` that this person is in. Raises ldap.LDAPError."""
    only = _FOR_RIGHTS if kind is LdapKind.AD and not meaning.mail_groups_count else ""

    def having(terms: list[str]) -> list[str]:
        wanted = f"(&{GROUPS}{only}(|{''.join(terms)}))"
        try:
            found = line.search(base, wanted, ["1.1"])
        except ldap.SIZELIMIT_EXCEEDED:  # seldom so many: asking page by page each time would cost a millisecond
            found = [entry for page in line.pages(base, wanted, ["1.1"]) for entry in page]
        return [entry.dn for entry in found]

    found: dict[str, str] = {}
    level = _new(found, having(_terms_of(person, meaning)))
    for _depth in range(DEEPEST):
        chunks = [level[start : start + AT_ONCE] for start in range(0, len(level), AT_ONCE)]
        above = [dn for chunk in chunks for dn in having([term for group in chunk for term in _named(group)])]
        level = _new(found, above)
    return list(found.values())


def _terms_of(person: Entry, meaning: Meaning) -> list[str]:
    """How a group may name this person."""
    login = escape_filter_chars(person.text(meaning.login))
    return [*_named(person.dn), f"(memberUid={login})", *_primary(person, meaning)]


def _named(dn: str) -> list[str]:
    return [f"({name}={escape_filter_chars(dn)})" for name in BY_NAME]


def _primary(person: Entry, meaning: Meaning) -> list[str]:
    """The primary group of Active Directory, which lists no members: the person's domain, and the group's number."""
    number = person.text(meaning.primary_group) if meaning.primary_group else ""
    sid = person.values.get("objectsid", [b""])[0]
    if len(sid) < _SHORTEST_SID or not number.isdecimal():
        return []
    group = sid[:-4] + int(number).to_bytes(4, "little")
    return ["(objectSid=" + "".join(f"\\{byte:02x}" for byte in group) + ")"]


_SHORTEST_SID = 12
"""Bytes of a security identifier with one part at least. Source: MS-DTYP, 2.4.2.2."""


def _new(found: dict[str, str], names: list[str]) -> list[str]:
    """Add the names to `found`; returns those that were not there. Names are compared parsed."""
    new = {key: dn for dn in names if (key := dn_key(dn)) not in found}
    found.update(new)
    return list(new.values())
