"""What the awkward company is made of, in words that no kind of server owns.

Things point at each other by `key`, which never changes; servers store a person's key as `employeeNumber`, so that
tests can find the entry again whatever became of its name, its login and its place.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from govdesk.settings import LdapKind

EVERYWHERE = frozenset(LdapKind)
NOT_AD = frozenset({LdapKind.OPENLDAP, LdapKind.DIRSRV})
ONLY_OPENLDAP = frozenset({LdapKind.OPENLDAP})
ONLY_AD = frozenset({LdapKind.AD})

NOBODY = "nobody"
"""A manager's key that is no person's: servers write the name of an entry that does not exist."""


class Standing(StrEnum):
    """Whether the directory lets somebody in."""

    ACTIVE = "active"
    DISABLED = "disabled"
    LOCKED = "locked"
    """Too many wrong passwords; the right one is refused for a while."""
    EXPIRED = "expired"
    """The password is past its time (AD: the account is)."""
    MUST_CHANGE = "must-change"
    """The right password only serves to set another."""


class Photo(StrEnum):
    BROKEN = "broken"
    HUGE = "huge"


@dataclass(frozen=True)
class Unit:
    """An organisational unit: a place for entries, and a department."""

    key: str
    name: str
    parent: str | None = None
    """Key of the unit above; None directly below `ou=people`."""
    mailbox: str | None = None
    head: str | None = None
    """Key of a person."""


@dataclass(frozen=True)
class Person:
    key: str
    login: str
    name: str
    """The common name (CN): with the unit it makes the distinguished name."""
    surname: str
    unit: str
    """Key of the unit in which the entry lies."""
    given: str | None = None
    display: str | None = None
    """displayName where it is not the common name."""
    mails: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    """What the entry says; the first is the main one, and the only one on AD."""
    numbers: tuple[str, ...] = ()
    """departmentNumber: counts as department where `departments` is empty. Not on AD."""
    manager: str | None = None
    """Key of a person, the person's own, or NOBODY for a name that leads nowhere."""
    standing: Standing = Standing.ACTIVE
    ends_on: date | None = None
    """The last day, where the directory knows it (AD: accountExpires)."""
    photo: Photo | None = None
    on: frozenset[LdapKind] = EVERYWHERE
    """The kinds of servers that can hold this entry."""

    @property
    def shown_name(self) -> str:
        return self.display if self.display is not None else self.name


class GroupKind(StrEnum):
    NAMES = "groupOfNames"
    """On AD a security group."""
    UNIQUE_NAMES = "groupOfUniqueNames"
    POSIX = "posixGroup"
    """Holds logins, not names of entries."""
    DISTRIBUTION = "distribution"
    """AD: addresses for mail, which give no rights."""


@dataclass(frozen=True)
class Group:
    key: str
    """Also its account name on AD, which must be unique there."""
    name: str
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Keys of the groups that are members of this one."""
    others: tuple[str, ...] = ()
    """Keys of the contacts and computers that are members."""
    kind: GroupKind = GroupKind.NAMES
    place: str = "groups"
    """Name of the organisational unit below the base in which it lies: `groups` or `other groups`."""
    on: frozenset[LdapKind] = EVERYWHERE


class OtherKind(StrEnum):
    CONTACT = "contact"
    COMPUTER = "computer"
    SERVICE = "service"


@dataclass(frozen=True)
class Other:
    """An entry that is not a person, and must never become one."""

    key: str
    name: str
    kind: OtherKind
    unit: str
    mail: str | None = None


@dataclass(frozen=True)
class Company:
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    others: tuple[Other, ...]
    left: tuple[Person, ...] = field(default=())
    """Who was deleted, as they last stood."""

    def on(self, kind: LdapKind) -> "Company":
        """The part of the company that a server of this kind can hold; units and others are for all."""
        people = tuple(person for person in self.people if kind in person.on)
        groups = tuple(group for group in self.groups if kind in group.on)
        left = tuple(person for person in self.left if kind in person.on)
        kept_people, kept_groups = {one.key for one in people}, {one.key for one in groups}
        cut = tuple(_cut(group, kept_people, kept_groups) for group in groups)
        return Company(self.units, people, cut, self.others, left)

    def person(self, key: str) -> Person:
        """Raises StopIteration for a key that nobody here has."""
        return next(person for person in self.people if person.key == key)

    def unit(self, key: str) -> Unit:
        return next(unit for unit in self.units if unit.key == key)

    def group(self, key: str) -> Group:
        return next(group for group in self.groups if group.key == key)


def _cut(group: Group, people: set[str], groups: set[str]) -> Group:
    members = tuple(key for key in group.people if key in people)
    return replace(group, people=members, groups=tuple(key for key in group.groups if key in groups))
