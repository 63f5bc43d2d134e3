"""Finds the departments and people that a source names: exactly, or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govdesk.directory.models import Department, Person
from govdesk.directory.queries import WORKS_HERE
from govdesk.directory.rules import login_key, name_key

AT_ONCE = 500
"""Values in one IN clause."""
NO_CHOICES: Mapping[str, Mapping[str, int]] = {}


class Known:
    """What the directory knows of the words of one source, as ids; looked up in a few statements."""

    def __init__(
        self,
        session: Session,
        departments: Iterable[str],
        people: Iterable[str],
        choices: Mapping[str, Mapping[str, int]] = NO_CHOICES,
    ) -> None:
        self._departments = {
            key: id_
            for keys in batches({name_key(name) for name in departments})
            for id_, key in session.execute(select(Department.id, Department.key).where(Department.key.in_(keys)))
        }
        logins = {login_key(word) for word in people}
        self._by_login = {key: id_ for id_, key in _active(session, Person.login_key, logins)}
        self._by_mail: dict[str, list[int]] = {}
        for id_, mail in _active(session, func.lower(Person.mail), {word for word in logins if "@" in word}):
            self._by_mail.setdefault(login_key(mail or ""), []).append(id_)
        # What somebody chose is looked up again: they may have left since, or the department may be gone.
        self._chosen_departments = _still(session, Department.id, choices.get("department", {}))
        self._chosen_people = _still(session, Person.id, choices.get("person", {}), WORKS_HERE)

    def department(self, name: str) -> int | None:
        """The department of exactly this name; case and runs of blanks do not count. Else what was chosen for it."""
        return self._departments.get(name_key(name)) or self._chosen_departments.get(name)

    def person(self, word: str) -> int | None:
        """The one person who works here with this login or mail address; None where it would be a guess."""
        key = login_key(word)
        mailed = self._by_mail.get(key, [])
        return self._by_login.get(key) or (mailed[0] if len(mailed) == 1 else None) or self._chosen_people.get(word)


Value = TypeVar("Value")


def batches(values: Iterable[Value]) -> Iterator[Sequence[Value]]:
    """`values` in portions that fit into one statement."""
    waiting = iter(values)
    while portion := list(islice(waiting, AT_ONCE)):
        yield portion


def _active(
    session: Session, column: InstrumentedAttribute[str] | ColumnElement[str], values: set[str]
) -> Iterator[tuple[int, str]]:
    for portion in batches(sorted(values)):
        yield from session.execute(select(Person.id, column).where(WORKS_HERE, column.in_(portion)))


def _still(
    session: Session, column: InstrumentedAttribute[int], chosen: Mapping[str, int], *where: ColumnElement[bool]
) -> dict[str, int]:
    """The choices whose department or person is still here."""
    here = {
        id_ for portion in batches(set(chosen.values())) for id_ in session.scalars(
            select(column).where(column.in_(portion), *where)
        )
    }  # fmt: skip
    return {word: id_ for word, id_ in chosen.items() if id_ in here}
