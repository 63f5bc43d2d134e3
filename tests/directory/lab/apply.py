"""Bringing a server from one state of the company to the next over LDAP, as its administrator would."""

from typing import Any, Protocol

import ldap

from tests.directory.lab.ldif import Values
from tests.directory.lab.model import Company, Group, Person


class Rendering(Protocol):
    """The names and values of the entries of a company, as one kind of server holds them."""

    company: Company

    @property
    def unit_dns(self) -> dict[str, str]: ...
    @property
    def person_dns(self) -> dict[str, str]: ...
    @property
    def group_dns(self) -> dict[str, str]: ...
    def person(self, person: Person) -> Values: ...
    def group(self, group: Group) -> Values: ...


def change(server: Any, old: Rendering, new: Rendering) -> None:
    """From one to the other as an administrator would; what refers to renamed entries is the server's care."""
    for key, dn in old.unit_dns.items():
        if dn != new.unit_dns[key] and old.company.unit(key).name != new.company.unit(key).name:
            server.rename_s(dn, rdn(new.unit_dns[key]))
    _change_people(server, old, new)
    _change_groups(server, old, new)


def add(server: Any, dn: str, values: Values) -> None:
    server.add_s(dn, [(name, found) for name, found in values.items() if found])


def rdn(dn: str) -> str:
    """The first part of a name, as `rename_s` wants it."""
    return str(ldap.dn.dn2str(ldap.dn.str2dn(dn)[:1]))


def _change_people(server: Any, old: Rendering, new: Rendering) -> None:
    before = {person.key: person for person in old.company.people}
    after = {person.key: person for person in new.company.people}
    for key in before.keys() - after.keys():
        server.delete_s(old.person_dns[key])
    for key in after.keys() - before.keys():
        add(server, new.person_dns[key], new.person(after[key]))
    for key in before.keys() & after.keys():
        if before[key] != after[key]:
            dn = new.person_dns[key]
            if (before[key].name, before[key].unit) != (after[key].name, after[key].unit):
                server.rename_s(old.person_dns[key], rdn(dn), new.unit_dns[after[key].unit])
            _modify(server, dn, old.person(before[key]), new.person(after[key]))


def _change_groups(server: Any, old: Rendering, new: Rendering) -> None:
    employed = {person.key for person in new.company.people}
    for before, after in zip(old.company.groups, new.company.groups, strict=True):
        if set(before.people) & employed != set(after.people):
            _modify(server, new.group_dns[after.key], old.group(before), new.group(after))


def _modify(server: Any, dn: str, old: Values, new: Values) -> None:
    changed = [name for name in old.keys() | new.keys() if name != "cn" and old.get(name) != new.get(name)]
    if changes := [(ldap.MOD_REPLACE, name, new.get(name) or None) for name in sorted(changed)]:
        server.modify_s(dn, changes)
