"""What happens to the awkward company overnight, in the order in which it happens."""

from dataclasses import dataclass, replace
from typing import Any

from tests.directory.lab.model import Company, Group, Person, Standing


@dataclass(frozen=True)
class Edit:
    """Another name or unit (which renames or moves the entry), login, mail, manager, department or standing."""

    key: str
    to: dict[str, Any]
    """Fields of Person."""

    def apply(self, company: Company) -> Company:
        people = tuple(replace(one, **self.to) if one.key == self.key else one for one in company.people)
        return replace(company, people=people)


@dataclass(frozen=True)
class Delete:
    """The entry goes, from groups too; who has this manager keeps a name that leads nowhere, or loses it."""

    key: str

    def apply(self, company: Company) -> Company:
        people = tuple(one for one in company.people if one.key != self.key)
        groups = tuple(_without(group, self.key) for group in company.groups)
        return replace(company, people=people, groups=groups, left=(*company.left, company.person(self.key)))


@dataclass(frozen=True)
class Join:
    """A new person: a new entry, and so a new id."""

    person: Person

    def apply(self, company: Company) -> Company:
        return replace(company, people=(*company.people, self.person))


@dataclass(frozen=True)
class RenameUnit:
    """The unit's entry is renamed, and with it all names below; the people's department is changed as well."""

    key: str
    name: str

    def apply(self, company: Company) -> Company:
        old = company.unit(self.key).name
        units = tuple(replace(one, name=self.name) if one.key == self.key else one for one in company.units)
        people = tuple(
            replace(one, departments=(self.name, *one.departments[1:])) if one.departments[:1] == (old,) else one
            for one in company.people
        )
        return replace(company, units=units, people=people)


@dataclass(frozen=True)
class EnterGroup:
    group: str
    person: str

    def apply(self, company: Company) -> Company:
        added = replace(group := company.group(self.group), people=(*group.people, self.person))
        groups = tuple(added if one.key == self.group else one for one in company.groups)
        return replace(company, groups=groups)


@dataclass(frozen=True)
class LeaveGroup:
    group: str
    person: str

    def apply(self, company: Company) -> Company:
        groups = tuple(_without(one, self.person) if one.key == self.group else one for one in company.groups)
        return replace(company, groups=groups)


Change = Edit | Delete | Join | RenameUnit | EnterGroup | LeaveGroup


def day_two() -> tuple[Change, ...]:
    """Some thirty changes; few enough leavers not to be taken for a broken directory."""
    return (*_marriages(), *_moves(), *_leavers(), *_joiners(), *_roles())


def after(company: Company, changes: tuple[Change, ...]) -> Company:
    for change in changes:
        company = change.apply(company)
    return company


def _without(group: Group, person: str) -> Group:
    return replace(group, people=tuple(key for key in group.people if key != person))


def _marriages() -> tuple[Change, ...]:
    return (
        Edit("comma", {"name": "Miller-Smith, John", "surname": "Miller-Smith"}),
        Edit("staff-051", {"name": "Zoë Çelik+Meyer", "surname": "Çelik+Meyer", "mails": ("zoe@awkward.example",)}),
        Edit("chief", {"name": "Ingrid Häuptling", "surname": "Häuptling"}),  # everybody's manager
        Edit("staff-052", {"login": "newlogin", "mails": ("newlogin@awkward.example",)}),
        Edit("arabic", {"login": "lhaddad.nasser", "name": "ليلى حداد ناصر"}),
        Edit("capitals", {"login": "kapital"}),
        # Two people of one name change logins with each other.
        Edit("maria-in-sales", {"login": "mgarcia3"}),
        Edit("maria-in-care", {"login": "mgarcia"}),
        Edit("maria-in-sales", {"login": "mgarcia2"}),
    )


def _moves() -> tuple[Change, ...]:
    return (
        Edit("quotes", {"unit": "press", "departments": ("Presse/Öffentlichkeit",)}),
        Edit("staff-055", {"unit": "board", "departments": ("Board",), "manager": "chief"}),
        Edit("head-of-sales", {"unit": "board", "departments": ("Board",)}),  # a manager moves
        Edit("maria-in-care", {"departments": ("Sales",)}),
        Edit("cycle-c", {"manager": "chief"}),  # and the ring of managers is open
        Edit("no-mail", {"mails": ("found@awkward.example",)}),
        Edit("staff-056", {"manager": None}),
        RenameUnit("robotics", 'Robotics, "Drones" & more'),
    )


def _leavers() -> tuple[Change, ...]:
    return (
        Edit("slash", {"standing": Standing.DISABLED}),
        Edit("staff-003", {"standing": Standing.DISABLED}),
        Edit("disabled", {"standing": Standing.ACTIVE}),  # comes back
        Delete("staff-001"),
        Delete("staff-045"),
        Delete("semicolon"),
        Delete("contractor"),
    )


def _joiners() -> tuple[Change, ...]:
    """`heir` gets the login and the address of `hash`, who has left."""
    heir = Person("heir", "hharry", "Hannah Harry", "Harry", "sales", mails=("hash@awkward.example",))
    joiner = Person("joiner", "joyner", "Joy Ner", "Ner", "robotics", mails=("joyner@awkward.example",))
    abroad = Person("joiner-abroad", "lzolc", "Łukasz Żółć", "Żółć", "sales-emea", given="Łukasz")
    return (
        Delete("hash"),
        Join(replace(heir, departments=("Sales",), manager="chief")),
        Join(replace(joiner, departments=("Drones",))),  # a department that is no unit
        Join(replace(abroad, departments=("Sales, EMEA",), manager="head-of-sales")),
    )


def _roles() -> tuple[Change, ...]:
    return (
        LeaveGroup("govdesk-auditors", "comma"),  # stays an agent
        LeaveGroup("comms-vienna-press", "backslash"),  # loses a nested role
        EnterGroup("govdesk-security", "staff-057"),
        EnterGroup("comms-vienna", "joiner"),
    )
