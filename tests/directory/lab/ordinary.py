"""The people about whom there is nothing to say, so that the awkward ones stand among a company."""

from collections.abc import Iterator
from random import Random

from govdesk.demo.names import GIVEN, SURNAMES, ascii_letters
from tests.directory.lab.model import Person
from tests.directory.lab.units import NAMES

HEADS = {
    "sales": "head-of-sales",
    "sales-emea": "head-of-sales",
    "sales-apac": "head-of-sales",
    "rnd": "head-of-rnd",
    "robotics": "head-of-robotics",
}
"""Who leads a unit; elsewhere it is the chief."""
PLACES = ("sales", "sales-emea", "sales-apac", "rnd", "robotics", "care", "press", "finance", "it", "contractors")


def leaders() -> Iterator[Person]:
    yield _one("chief", "cchief", "Ingrid", "Chief", "board", manager=None)
    yield _one("head-of-sales", "hsales", "Hector", "Sales", "sales", manager="chief")
    yield _one("head-of-rnd", "hrnd", "Helga", "Forsch", "rnd", manager="chief")
    yield _one("head-of-robotics", "hrobotics", "Henrik", "Robot", "robotics", manager="head-of-rnd")


def ordinary_people(number: int) -> Iterator[Person]:
    """`number` people, keys `staff-001` and so on; the same for the same number."""
    random = Random(3)
    for index in range(1, number + 1):
        given, surname = random.choice(GIVEN), random.choice(SURNAMES)
        login = f"{given[0]}{ascii_letters(surname)}"[:16].lower() + str(index)
        unit = PLACES[index % len(PLACES)]
        # The number keeps two people of one name in one unit apart, as directories have it.
        yield _one(f"staff-{index:03}", login, given, f"{surname} {index}", unit, manager=HEADS.get(unit, "chief"))


def crowd(number: int) -> Iterator[Person]:
    """The members of one very large group, keys `crowd-0001` and so on."""
    for index in range(1, number + 1):
        yield _one(f"crowd-{index:04}", f"crowd{index}", "Crowd", f"Member {index}", "care", manager="chief")


def _one(key: str, login: str, given: str, surname: str, unit: str, manager: str | None) -> Person:
    name = f"{given} {surname}"
    mails = (f"{login}@awkward.example",)
    return Person(key, login, name, surname, unit, given, None, mails, (NAMES[unit],), manager=manager)
