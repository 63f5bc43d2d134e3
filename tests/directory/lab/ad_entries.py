"""The awkward company as entries of an Active Directory.

They lie in a unit of their own: whatever the domain itself brings (Administrator, Guest) is none of the company.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from ldap.dn import escape_dn_chars

from govdesk.settings import LdapKind
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.ldif import PHOTOS, Values
from tests.directory.lab.model import NOBODY, Company, Group, GroupKind, Other, OtherKind, Person, Standing
from tools.servers.samba_config import unicode_password

DOMAIN = "DC=awkward,DC=example"
BASE = f"OU=Company,{DOMAIN}"

LINKS = frozenset({"manager", "managedBy", "member"})
"""Attributes that can only name entries that exist."""

NORMAL, DISABLED, WORKSTATION = 512, 514, 4096
"""Values of userAccountControl."""
SECURITY, DISTRIBUTION = -2147483646, 2
"""Values of groupType: a global group that gives rights, and one that only gets mail."""
NEVER = 2**63 - 1
_BEFORE_WINDOWS = datetime(1601, 1, 1, tzinfo=UTC)


class AdRendered:
    """The names and values of all entries of a company, as it stands at one moment."""

    def __init__(self, company: Company) -> None:
        self.company = company.on(LdapKind.AD)

    @cached_property
    def unit_dns(self) -> dict[str, str]:
        """By key; a unit stands after the one above it."""
        dns: dict[str, str] = {}
        for unit in self.company.units:
            above = dns[unit.parent] if unit.parent else f"OU=people,{BASE}"
            dns[unit.key] = f"OU={escape_dn_chars(unit.name)},{above}"
        return dns

    @cached_property
    def person_dns(self) -> dict[str, str]:
        return {one.key: f"{_cn(one.name)},{self.unit_dns[one.unit]}" for one in self.company.people}

    @cached_property
    def group_dns(self) -> dict[str, str]:
        return {group.key: f"{_cn(group.name)},OU={group.place},{BASE}" for group in self.company.groups}

    @cached_property
    def other_dns(self) -> dict[str, str]:
        return {one.key: f"{_cn(one.name)},{self.unit_dns[one.unit]}" for one in self.company.others}

    def entries(self) -> Iterator[tuple[str, Values]]:
        """Parents before children; LINKS name entries that may come later."""
        for dn in (BASE, *(f"OU={place},{BASE}" for place in ("people", "groups", "other groups"))):
            yield dn, _values(objectClass=["organizationalUnit"])
        for unit in self.company.units:
            head = [self.person_dns[unit.head]] if unit.head else []
            yield self.unit_dns[unit.key], _values(objectClass=["organizationalUnit"], managedBy=head)
        for person in self.company.people:
            yield self.person_dns[person.key], self.person(person) | _secret(person)
        for other in self.company.others:
            yield self.other_dns[other.key], _other(other)
        for group in self.company.groups:
            yield self.group_dns[group.key], self.group(group)

    def person(self, person: Person) -> Values:
        """Without the password, which never changes."""
        values = _values(
            objectClass=["user"],
            employeeNumber=[person.key],
            sAMAccountName=[person.login],
            userPrincipalName=[f"{person.login}@awkward.example"],
            userAccountControl=[str(DISABLED if person.standing is Standing.DISABLED else NORMAL)],
            accountExpires=[str(_expires(person))],
            sn=[person.surname],
            givenName=[person.given] if person.given else [],
            displayName=[person.shown_name],
            mail=list(person.mails[:1]),
            proxyAddresses=[
                *(f"SMTP:{mail}" for mail in person.mails[:1]),
                *(f"smtp:{mail}" for mail in person.mails[1:]),
            ],
            department=list(person.departments[:1]),
            manager=self._manager(person),
        )
        return values | ({"jpegPhoto": [PHOTOS[person.photo]]} if person.photo else {})

    def group(self, group: Group) -> Values:
        names = (
            *(self.person_dns[key] for key in group.people),
            *(self.group_dns[key] for key in group.groups),
            *(self.other_dns[key] for key in group.others),
        )
        kind = DISTRIBUTION if group.kind is GroupKind.DISTRIBUTION else SECURITY
        return _values(
            objectClass=["group"],
            sAMAccountName=[group.key.replace(",", "")],
            groupType=[str(kind)],
            member=list(names),
        )

    def _manager(self, person: Person) -> list[str]:
        """A name that leads nowhere cannot be written there: the link goes with the entry."""
        known = person.manager in self.person_dns and person.manager != NOBODY
        return [self.person_dns[person.manager]] if known and person.manager else []


def file_time(moment: datetime) -> int:
    """Tenths of a microsecond since 1601, as accountExpires and lockoutTime count."""
    return (moment - _BEFORE_WINDOWS) // timedelta(microseconds=1) * 10


def _expires(person: Person) -> int:
    """The moment from which the account is of no use: the start of the day after the last."""
    if person.standing is Standing.EXPIRED:
        return file_time(datetime(2020, 1, 1, tzinfo=UTC))
    return file_time(_midnight_after(person.ends_on)) if person.ends_on else NEVER


def _midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


def _secret(person: Person) -> Values:
    if person.key.startswith("crowd-"):
        return {}  # Keys for Kerberos are made of each password, which takes the server 20 ms.
    must_change = {"pwdLastSet": [b"0"]} if person.standing is Standing.MUST_CHANGE else {}
    return {"unicodePwd": [unicode_password(PASSWORD)], **must_change}


def _other(other: Other) -> Values:
    if other.kind is OtherKind.CONTACT:
        return _values(objectClass=["contact"], displayName=[other.name], mail=[other.mail or ""])
    kinds = {OtherKind.COMPUTER: "computer", OtherKind.SERVICE: "msDS-ManagedServiceAccount"}
    return _values(
        objectClass=[kinds[other.kind]],
        sAMAccountName=[f"{other.key}$"],
        userAccountControl=[str(WORKSTATION)],
    )


def _cn(name: str) -> str:
    return f"CN={escape_dn_chars(name)}"


def _values(**texts: list[str]) -> Values:
    return {name: [text.encode() for text in found] for name, found in texts.items()}
