"""Finds the departments and people that a source names: exactly, or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from govdesk.directory.models import Department, Person
from govdesk.directory.queries import WORKS_HERE
from govdesk.directory.rules import login_key, name_key

AT_ONCE = 500
"""Values in one IN clause."""


class Known:
    """What the directory knows of the words of one source; looked up in a few statements."""

    def __init__(self, session: Session, departments: Iterable[str], people: Iterable[str]) -> None:
        self._departments = {
            department.key: department
            for keys in batches({name_key(name) for name in departments})
            for department in session.scalars(select(Department).where(Department.key.in_(keys)))
        }
        logins = {login_key(word) for word in people}
        self._by_login = {person.login_key: person for person in _active(session, Person.login_key, logins)}
        self._by_mail: dict[str, list[Person]] = {}
        for person in _active(session, func.lower(Person.mail), {word for word in logins if "@" in word}):
            self._by_mail.setdefault(login_key(person.mail or ""), []).append(person)

    def department(self, name: str) -> Department | None:
        """The department of exactly this name; case and runs of blanks do not count."""
        return self._departments.get(name_key(name))

    def person(self, word: str) -> Person | None:
        """The one person who works here with this login or mail address; None where it would be a guess."""
        key = login_key(word)
        mailed = self._by_mail.get(key, [])
        return self._by_login.get(key) or (mailed[0] if len(mailed) == 1 else None)


def batches(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """`values` in portions that fit into one statement."""
    waiting = iter(sorted(values))
    while portion := list(islice(waiting, AT_ONCE)):
        yield portion


def _active(
    session: Session, column: InstrumentedAttribute[str] | ColumnElement[str], values: set[str]
) -> Iterator[Person]:
    working = select(Person).where(WORKS_HERE).options(lazyload(Person.granted))
    for portion in batches(values):
        yield from session.scalars(working.where(column.in_(portion)))
