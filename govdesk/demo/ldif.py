"""The sample company as LDIF, in the order and shape that slapadd wants."""

import base64
import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator

from govdesk.demo.cast import NESTED
from govdesk.demo.company import BASE_DN, PASSWORD, Company, Department, Person

SAMPLE_MARK = "Govdesk sample company"
"""Description of the root entry; tells the sample's directory from a real one."""

DISABLED_FOR_EVER = "000001010000Z"
"""What pwdAccountLockedTime says of an account that an administrator locked.

Source: draft-behera-ldap-password-policy, 5.3.3.
"""

_IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "sample.govdesk.example")

_SAFE = re.compile(r"[\x01-\x09\x0b\x0c\x0e-\x1f\x21-\x39\x3b\x3d-\x7f][\x01-\x09\x0b\x0c\x0e-\x7f]*(?<! )")
"""SAFE-STRING of RFC 2849; everything else is written as base64."""

Fields = Iterable[tuple[str, str]]


def seed(company: Company) -> str:
    """The whole directory, parents before children."""
    parents = {department.name: department.parent for department in company.departments}
    department_dns = {name: _department_dn(name, parents) for name in parents}
    # A person's entry lies in the agency's unit, whatever the office; the office is in the `ou` attribute.
    homes = {name: department_dns[parents[name] or name] for name in parents}
    dns = {person.login: f"uid={escape(person.login)},{homes[person.department]}" for person in company.people}
    records = [
        _entry(BASE_DN, _root()),
        _entry(f"ou=people,{BASE_DN}", _unit("people")),
        _entry(f"ou=groups,{BASE_DN}", _unit("groups")),
        *(_entry(department_dns[unit.name], _department(unit, dns)) for unit in company.departments),
        *(_entry(dns[person.login], _person(person, dns)) for person in company.people),
        *_groups(company, dns),
    ]
    return "\n".join(records)


def escape(value: str) -> str:
    """A value for use inside a distinguished name (RFC 4514)."""
    value = re.sub(r'([\\",+;<>=])', r"\\\1", value).replace("\0", "\\00")
    value = re.sub(r"^([ #])", r"\\\1", value)
    return re.sub(r"(?<!\\) $", r"\\ ", value)


def _department_dn(name: str, parents: dict[str, str | None]) -> str:
    parent = parents[name]
    return f"ou={escape(name)},{_department_dn(parent, parents) if parent else f'ou=people,{BASE_DN}'}"


def _root() -> Iterator[tuple[str, str]]:
    yield from (("objectClass", "dcObject"), ("objectClass", "organization"))
    yield from (("dc", BASE_DN.split(",")[0].removeprefix("dc=")), ("o", "Sample Department of Commerce"))
    yield "description", SAMPLE_MARK


def _unit(name: str) -> Iterator[tuple[str, str]]:
    yield "objectClass", "organizationalUnit"
    yield "ou", name


def _department(department: Department, dns: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "objectClass", "organizationalUnit"
    yield (
        "objectClass",
        "extensibleObject",
    )  # A unit has no head and no mailbox of its own in the standard schema.
    yield "ou", department.name
    yield "manager", dns[department.head]
    if department.mailbox:
        yield "mail", department.mailbox


def _person(person: Person, dns: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "objectClass", "inetOrgPerson"
    yield from (
        ("uid", person.login),
        ("cn", person.name),
        ("displayName", person.name),
        ("sn", person.surname),
    )
    if person.given:
        yield "givenName", person.given
    if person.mail:
        yield "mail", person.mail
    yield "ou", person.department
    if person.manager:
        yield "manager", dns[person.manager]
    yield "userPassword", hashed(PASSWORD, salt=person.login)
    if person.disabled:
        yield "pwdAccountLockedTime", DISABLED_FOR_EVER


def hashed(password: str, *, salt: str) -> str:
    """Salted SHA-1 as directories store it; the same salt gives the same text."""
    grain = hashlib.sha256(salt.encode()).digest()[:8]
    digest = hashlib.sha1(password.encode() + grain, usedforsecurity=False).digest()
    return "{SSHA}" + base64.b64encode(digest + grain).decode()


def _groups(company: Company, dns: dict[str, str]) -> Iterator[str]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for person in company.people:
        for group in person.groups:
            members[group].append(dns[person.login])
    for above, below in NESTED:
        members[above].append(_group_dn(below))
    for group in sorted(members):
        fields = [("objectClass", "groupOfNames"), ("cn", group)]
        fields += [("member", dn) for dn in members[group]]
        yield _entry(_group_dn(group), fields)


def _group_dn(group: str) -> str:
    return f"cn={escape(group)},ou=groups,{BASE_DN}"


def _entry(dn: str, fields: Fields) -> str:
    # The id follows from the name, so that a sample loaded anew is still the same people.
    lines = [("dn", dn), *fields, ("entryUUID", str(uuid.uuid5(_IDS, dn)))]
    return "".join(_line(name, value) for name, value in lines)


def _line(name: str, value: str) -> str:
    if _SAFE.fullmatch(value):
        return f"{name}: {value}\n"
    return f"{name}:: {base64.b64encode(value.encode()).decode()}\n"
