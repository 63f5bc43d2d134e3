"""The awkward company as entries of an OpenLDAP server."""

import io
import uuid
from collections.abc import Iterator
from functools import cached_property

from ldap.dn import escape_dn_chars
from ldif import LDIFWriter

from govdesk.demo.ldif import DISABLED_FOR_EVER, hashed
from govdesk.settings import LdapKind
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.model import NOBODY, Company, Group, GroupKind, Other, OtherKind, Person, Photo, Standing
from tools.servers.slapd_config import nobody_dn

BASE = "dc=awkward,dc=example"
NOBODY_DN = nobody_dn(BASE)

_IDS = uuid.uuid5(uuid.NAMESPACE_DNS, BASE)
LONG_AGO = "20260105080000Z"

Values = dict[str, list[bytes]]
"""An entry's attributes; those that are not there have no values."""

PHOTO_START = bytes.fromhex("ffd8ffe000104a46494600")
"""How a JPEG begins: enough for a server to take it for one."""
PHOTOS = {Photo.BROKEN: PHOTO_START + b"and then nothing", Photo.HUGE: PHOTO_START + bytes(range(256)) * 1600}
STANDINGS = {
    Standing.DISABLED: ("pwdAccountLockedTime", DISABLED_FOR_EVER),
    Standing.LOCKED: ("pwdAccountLockedTime", "20260101000000Z"),
    Standing.EXPIRED: ("pwdChangedTime", "20000101000000Z"),
    Standing.MUST_CHANGE: ("pwdReset", "TRUE"),
}


class Rendered:
    """The names and values of all entries of a company, as it stands at one moment."""

    def __init__(self, company: Company) -> None:
        self.company = company.on(LdapKind.OPENLDAP)

    @cached_property
    def unit_dns(self) -> dict[str, str]:
        """By key; a unit stands after the one above it."""
        dns: dict[str, str] = {}
        for unit in self.company.units:
            above = dns[unit.parent] if unit.parent else f"ou=people,{BASE}"
            dns[unit.key] = f"{_rdn('ou', unit.name)},{above}"
        return dns

    @cached_property
    def person_dns(self) -> dict[str, str]:
        return {one.key: f"{_rdn('cn', one.name)},{self.unit_dns[one.unit]}" for one in self.company.people}

    @cached_property
    def group_dns(self) -> dict[str, str]:
        return {group.key: f"{_rdn('cn', group.name)},ou={group.place},{BASE}" for group in self.company.groups}

    def entries(self) -> Iterator[tuple[str, Values]]:
        """Parents before children."""
        yield BASE, _values(objectClass=["dcObject", "organization"], dc=["awkward"], o=["Awkward Company"])
        for place in ("people", "groups", "other groups"):
            yield f"ou={place},{BASE}", _values(objectClass=["organizationalUnit"], ou=[place])
        for unit in self.company.units:
            yield self.unit_dns[unit.key], self.unit(unit.key)
        for person in self.company.people:
            secret = hashed(PASSWORD, salt=person.key)
            yield self.person_dns[person.key], self.person(person) | _values(userPassword=[secret])
        for group in self.company.groups:
            yield self.group_dns[group.key], self.group(group)
        for other in self.company.others:
            yield self._other(other)

    def unit(self, key: str) -> Values:
        unit = self.company.unit(key)
        return _values(
            # A unit has no head and no mailbox of its own in the standard schema.
            objectClass=["organizationalUnit", "extensibleObject"],
            ou=[unit.name],
            mail=[unit.mailbox] if unit.mailbox else [],
            manager=[self.person_dns[unit.head]] if unit.head else [],
        )

    def person(self, person: Person) -> Values:
        """Without the password, which never changes."""
        name, value = STANDINGS.get(person.standing, ("", ""))
        values = _values(
            objectClass=["inetOrgPerson"],
            employeeNumber=[person.key],
            uid=[person.login],
            cn=[person.name],
            sn=[person.surname],
            givenName=[person.given] if person.given else [],
            displayName=[person.display] if person.display else [],
            mail=list(person.mails),
            ou=list(person.departments),
            departmentNumber=list(person.numbers),
            manager=self._manager(person),
            pwdEndTime=[f"{person.ends_on:%Y%m%d}235959Z"] if person.ends_on else [],
            **({name: [value]} if name else {}),
        )
        return values | ({"jpegPhoto": [PHOTOS[person.photo]]} if person.photo else {})

    def group(self, group: Group) -> Values:
        kind = {"objectClass": [group.kind.value], "cn": [group.name]}
        if group.kind is GroupKind.POSIX:
            logins = [self.company.person(key).login for key in group.people]
            return _values(**kind, gidNumber=["5000"], memberUid=logins)
        members = [self.person_dns[key] for key in group.people] + [self.group_dns[key] for key in group.groups]
        attribute = "member" if group.kind is GroupKind.NAMES else "uniqueMember"
        return _values(**kind, **{attribute: members or [NOBODY_DN]})

    def _manager(self, person: Person) -> list[str]:
        if person.manager == NOBODY:
            return [NOBODY_DN]
        # Whose manager was deleted has none: refint sees to it.
        return [self.person_dns[person.manager]] if person.manager in self.person_dns else []

    def _other(self, other: Other) -> tuple[str, Values]:
        unit = self.unit_dns[other.unit]
        if other.kind is OtherKind.SERVICE:
            return f"{_rdn('uid', other.key)},{unit}", _values(objectClass=["account"], uid=[other.key])
        values = _values(cn=[other.name], objectClass=["device"])
        if other.kind is OtherKind.CONTACT:
            values = _values(cn=[other.name], objectClass=["inetOrgPerson"], sn=[other.name], mail=[other.mail or ""])
        return f"{_rdn('cn', other.name)},{unit}", values


def ldif(company: Company) -> str:
    """All entries as slapadd wants them: with ids that follow from the keys, last changed long ago."""
    out, rendered = io.StringIO(), Rendered(company)
    writer = LDIFWriter(out)
    keys = {dn: key for key, dn in rendered.person_dns.items()}
    for dn, values in rendered.entries():
        operational = _values(entryUUID=[entry_id(keys.get(dn, dn))], modifyTimestamp=[LONG_AGO])
        writer.unparse(dn, {name: values for name, values in (values | operational).items() if values})
    return out.getvalue()


def entry_id(key: str) -> str:
    """entryUUID of a person of the first day."""
    return str(uuid.uuid5(_IDS, key))


def _rdn(attribute: str, value: str) -> str:
    return f"{attribute}={escape_dn_chars(value)}"


def _values(**texts: list[str]) -> Values:
    return {name: [text.encode() for text in found] for name, found in texts.items()}
