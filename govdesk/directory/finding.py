"""Finding people by what somebody remembers of them; fast with 100,000 of them.

Names are matched word by word and anywhere in them, since people remember surnames. This walks one index that holds
all it needs (`ix_person_find`: 45 ms for a name that nobody of 100,000 has) in the order shown, and stops at the end
of the page.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import joinedload, lazyload

from govdesk.directory.models import Department, Person
from govdesk.directory.queries import AMONG_ALL_WORKS_HERE
from govdesk.directory.rules import login_key, name_key

MOST_WORDS = 5


@dataclass(frozen=True)
class Wanted:
    """What people are narrowed to; empty values narrow nothing."""

    words: str = ""
    """Parts of the name, or the login."""
    department: str = ""
    """Part of the department's name."""


def people(wanted: Wanted, *, after: Person | None, limit: int) -> Select[Person]:
    """At most `limit` of those who work here and fit, by name, behind `after`; with their departments."""
    fits = [AMONG_ALL_WORKS_HERE, *(mentions(word) for word in wanted.words.split()[:MOST_WORDS])]
    if wanted.department:
        fits.append(Person.department_id.in_(_departments(wanted.department)))
    if after is not None:
        fits.append(tuple_(Person.name, Person.id) > (after.name, after.id))
    # The ids first, from the index alone; then the few rows that are shown.
    ids = select(Person.id).where(*fits).order_by(Person.name, Person.id).limit(limit)
    shown = select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return shown.options(joinedload(Person.department), lazyload(Person.granted))


def _departments(text: str) -> Select[int]:
    return select(Department.id).where(Department.key.contains(name_key(text), autoescape=True))


def mentions(word: str) -> ColumnElement[bool]:
    """Of a person: their name or login has it somewhere, case aside."""
    # SQLite's lower() knows ASCII only: the other letters are looked for as people may have written them.
    ways = {_ascii_lower(way) for way in (word, word.lower(), word.upper(), word.title())}
    by_name = [func.lower(Person.name).contains(way, autoescape=True) for way in sorted(ways)]
    return or_(*by_name, Person.login_key.contains(login_key(word), autoescape=True))


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
