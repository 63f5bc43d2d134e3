"""Attributes with many values: Active Directory gives 1,500 at a time, under a name such as `member;range=0-1499`."""

import re

import ldap

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.reading import Reading

_RANGED = r"{attribute};range=\d+-(\d+|\*)"


def all_values(reading: Reading, entry: Entry, attribute: str) -> list[bytes]:
    """Every value of an attribute, however many answers it takes.

    Beside the ranged name stands the plain one, empty: taking that for the truth would empty the group.
    Raises ldap.LDAPError.
    """
    values = list(entry.values.get(attribute.lower(), ()))
    while (part := _part(entry, attribute)) is not None:
        found, last = part
        values += found
        if last == "*":
            break
        following = reading.entry(entry.dn, [f"{attribute};range={int(last) + 1}-*"])
        if following is None or _part(following, attribute) is None:
            raise ldap.OTHER({"desc": f"{entry.dn} has more values of {attribute} than the server gave"})
        entry = following
    return values


def _part(entry: Entry, attribute: str) -> tuple[list[bytes], str] | None:
    """The values of a ranged answer and the number of the last, `*` when there are no more."""
    wanted = re.compile(_RANGED.format(attribute=re.escape(attribute.lower())))
    for name, values in entry.values.items():
        if matched := wanted.fullmatch(name):
            return values, matched[1]
    return None
