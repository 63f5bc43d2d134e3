"""What Govdesk must know of the awkward company, worked out from the company alone.

Only who may be known: entries that cannot be one person each (see `skipped`) and what is not a person are left out.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from govdesk.access import Role
from govdesk.settings import LdapKind
from tests.directory.lab.groups import ROLES
from tests.directory.lab.model import NOT_AD, Company, GroupKind, Person, Standing

LONGEST_NAME, LONGEST_LOGIN, LONGEST_MAIL, LONGEST_DEPARTMENT = 300, 200, 254, 200


@dataclass(frozen=True)
class Known:
    """One person as Govdesk must show them."""

    key: str
    login: str
    name: str
    """Runs of blanks and line breaks as one blank."""
    mail: str | None
    department: str
    """The main department, `folded`; "" for none."""
    manager: str | None
    """Login of the manager as shown: none for a ring of one, a name that leads nowhere, or a leaver. Rings stay."""
    roles: frozenset[Role]
    """What groups give, beside `staff`; empty for leavers, whose roles nobody asks."""
    ends_on: date | None
    """The last day, where the directory knows it."""
    state: str
    """`active`, `disabled` or `left` (deleted, and missed by two complete runs)."""


def truth(company: Company, kind: LdapKind) -> dict[str, Known]:
    """By key. `company` as a server of this kind holds it: today's people, and who was deleted."""
    held = company.on(kind)
    people = {person.key: person for person in held.people if person.key not in skipped(company, kind)}
    roles = _roles(held)
    known = {key: _known(person, people, kind, roles.get(key, frozenset())) for key, person in people.items()}
    return known | {person.key: _known(person, people, kind, None) for person in held.left}


def skipped(company: Company, kind: LdapKind) -> frozenset[str]:
    """Keys of entries of which no person can be made: a login too long to store, or one that two entries have."""
    people = company.on(kind).people
    holders = Counter(person.login.casefold() for person in people if person.standing is not Standing.DISABLED)
    return frozenset(
        person.key for person in people if len(person.login) > LONGEST_LOGIN or holders[person.login.casefold()] > 1
    )


def departments(company: Company, kind: LdapKind) -> frozenset[str]:
    """All departments, `folded`: those of the units, and those that people name."""
    known = truth(company, kind).values()
    units = {folded(unit.name) for unit in company.units}
    return frozenset(units | {one.department for one in known if one.department})


def folded(name: str) -> str:
    """A department's name as names are compared: case and runs of blanks do not count."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _known(person: Person, people: dict[str, Person], kind: LdapKind, roles: frozenset[Role] | None) -> Known:
    """`roles` None: deleted."""
    ends_on = _last_day(person, kind)
    over = roles is None or (ends_on is not None and ends_on < date.today())  # noqa: DTZ011 (years away)
    state = "left" if over else "disabled" if person.standing is Standing.DISABLED else "active"
    return Known(
        key=person.key,
        login=person.login,
        name=" ".join(_cut(person.shown_name, LONGEST_NAME).split()),
        mail=next((mail for mail in person.mails if len(mail) <= LONGEST_MAIL), None),
        department=folded(_department(person, kind)),
        manager=_manager(person, people),
        roles=roles if roles and state == "active" else frozenset(),
        ends_on=ends_on,
        state=state,
    )


def _department(person: Person, kind: LdapKind) -> str:
    named = (*person.departments, *(person.numbers if kind in NOT_AD else ()))
    return _cut(named[0], LONGEST_DEPARTMENT) if named else ""


def _last_day(person: Person, kind: LdapKind) -> date | None:
    """389 DS knows none; on AD an account expires, not its password: whose last day is over has left."""
    if kind is LdapKind.AD and person.standing is Standing.EXPIRED:
        return date(2019, 12, 31)
    return None if kind is LdapKind.DIRSRV else person.ends_on


def _manager(person: Person, people: dict[str, Person]) -> str | None:
    manager = people.get(person.manager or "")
    if manager is None or manager.key == person.key or manager.standing is Standing.DISABLED:
        return None
    return manager.login


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _roles(company: Company) -> dict[str, frozenset[Role]]:
    """Roles by a person's key, nested groups followed, groups for mail left out."""
    groups = {group.key: group for group in company.groups if group.kind is not GroupKind.DISTRIBUTION}

    def members(key: str, above: frozenset[str]) -> Iterator[str]:
        if key in groups and key not in above:
            yield from groups[key].people
            for nested in groups[key].groups:
                yield from members(nested, above | {key})

    given: dict[str, set[Role]] = {}
    for group, role in ROLES.items():
        for person in members(group, frozenset()):
            given.setdefault(person, set()).add(role)
    return {person: frozenset(roles) for person, roles in given.items()}
