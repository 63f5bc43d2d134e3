"""The sample company: invented people in the real agencies whose accounts the sample register lists.

The same numbers always give the same company; time and memory grow with the number of people and no faster.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from govdesk.demo import cast, departments
from govdesk.demo.names import AWKWARD, GIVEN, SURNAMES, Name, ascii_letters

BASE_DN = "dc=commerce,dc=example"
MAIL_DOMAIN = "commerce.example"
PASSWORD = "govdesk"  # noqa: S105 (published in the README, on purpose)
"""Everybody's, in the sample only."""

TEAM = 7
"""People who report to the same person."""


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    given: str | None
    surname: str
    mail: str | None
    department: str
    manager: str | None
    """The login of the person above; None only for the head of the whole company."""
    groups: tuple[str, ...] = ()
    left_on: date | None = None

    @property
    def disabled(self) -> bool:
        return self.left_on is not None


@dataclass(frozen=True)
class Department:
    name: str
    mailbox: str | None
    parent: str | None
    head: str
    """A login."""


@dataclass(frozen=True)
class Company:
    people: tuple[Person, ...]
    departments: tuple[Department, ...]

    def person(self, login: str) -> Person:
        """Raises StopIteration for a login that nobody has."""
        return next(person for person in self.people if person.login == login)


@dataclass(frozen=True)
class _Hired:
    """Somebody who has a place and a name, but no manager yet."""

    login: str
    name: Name
    department: str
    group: str | None = None
    left_on: date | None = None
    may_leave: bool = False
    """The cast and the awkward names stay, since demonstrations and tests count on them."""


def company(people: int = 300, seed: int = 2026) -> Company:
    """`people` counts everybody, leavers too.

    Raises ValueError for fewer than the heads, the cast and the awkward names need.
    """
    random = Random(seed)  # noqa: S311 (invents people, guards nothing)
    staff = list(_hire(people, random))
    by_department: defaultdict[str, list[_Hired]] = defaultdict(list)
    for hired in staff:
        by_department[hired.department].append(hired)
    heads = {name: members[0].login for name, members in by_department.items()}
    return Company(
        people=tuple(
            person
            for place in departments.PLACES
            for person in _department(by_department[place.name], _above(place, heads), random)
        ),
        departments=tuple(
            Department(place.name, place.mailbox, place.parent, heads[place.name]) for place in departments.PLACES
        ),
    )


def _hire(people: int, random: Random) -> Iterator[_Hired]:
    """Heads first, so that the first of each department is its head; then the cast, then everybody else."""
    places, logins = departments.PLACES, _Logins(part.login for part in cast.CAST)
    drawn = people - len(places) - len(cast.CAST) - len(AWKWARD)
    if drawn < 0:
        raise ValueError(f"the sample company has at least {people - drawn} people")
    for place in places:
        name = _draw_name(random)
        yield _Hired(logins.make(name), name, place.name)
    for part in cast.CAST:
        name = Name(part.given, part.surname, f"{part.given} {part.surname}")
        yield _Hired(part.login, name, part.department, part.group, part.left_on)
    for number, name in enumerate(AWKWARD):
        yield _Hired(logins.make(name), name, places[number % len(places)].name)
    shares = [place.share for place in places]
    for place in random.choices(places, shares, k=drawn):
        name = _draw_name(random)
        yield _Hired(logins.make(name), name, place.name, may_leave=True)


def _draw_name(random: Random) -> Name:
    given, surname = random.choice(GIVEN), random.choice(SURNAMES)
    return Name(given, surname, f"{given} {surname}")


def _above(place: departments.Place, heads: dict[str, str]) -> str | None:
    """The login to whom a department's head reports."""
    if place.name == departments.COMMERCE:
        return None
    return heads[place.parent or departments.COMMERCE]


def _department(members: list[_Hired], above: str | None, random: Random) -> Iterator[Person]:
    """The department's people; each reports to somebody before them in the list, so no circle can close."""
    for number, hired in enumerate(members):
        manager = members[(number - 1) // TEAM].login if number else above
        leads_nobody = number * TEAM + 1 >= len(members)
        left_on = _left_on(random) if hired.may_leave and leads_nobody else hired.left_on
        yield _person(hired, manager, left_on, number)


def _left_on(random: Random) -> date | None:
    """Every fifteenth or so has left, some day of the year the sample plays in."""
    return date(2026, 1, 1) + timedelta(days=random.randrange(300)) if random.random() < 1 / 15 else None


def _person(hired: _Hired, manager: str | None, left_on: date | None, number: int) -> Person:
    return Person(
        login=hired.login,
        name=hired.name.full,
        given=hired.name.given,
        surname=hired.name.surname,
        # One person without a mailbox: notices to her must find another way.
        mail=None if hired.login == "null" else f"{hired.login}@{MAIL_DOMAIN}",
        department=hired.department,
        manager=manager,
        groups=(hired.group,) if hired.group else _groups(hired.department, number),
        left_on=left_on,
    )


def _groups(department: str, number: int) -> tuple[str, ...]:
    """Groups of those who are not in the cast: the first few of the offices that work with Govdesk."""
    if department == departments.COMMUNICATIONS:
        return (cast.OFFICE, cast.NEWSLETTER) if number < 4 else (cast.NEWSLETTER,)
    if number < 4:
        office = {
            departments.SECURITY: cast.SECURITY,
            departments.SERVICE_DESK: cast.AGENTS,
            departments.PRESS: cast.PRESS,
        }
        return (office[department],) if department in office else ()
    return ()


class _Logins:
    """Hands out logins, each once: mgarcia, mgarcia2, mgarcia3."""

    def __init__(self, taken: Iterator[str]) -> None:
        self._used = Counter(taken)

    def make(self, name: Name) -> str:
        wanted = name.login or ascii_letters((name.given or "")[:1]) + ascii_letters(name.surname)
        self._used[wanted] += 1
        return wanted if self._used[wanted] == 1 else f"{wanted}{self._used[wanted]}"
