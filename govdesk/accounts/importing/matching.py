"""Finds the departments and people that a source names: exactly, or not at all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govdesk.access import Actor
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import WORKS_HERE
from govdesk.directory.rules import login_key, name_key

AT_ONCE = 500
"""Values in one IN clause."""
_BESIDE = re.compile(r"(?P<name>.+?)\s*(?:\((?P<login>[^()<>]+)\)|<(?P<mail>[^()<>]+)>)")
"""`Ann Lee (alee)` and `Ann Lee <ann.lee@city.example>`."""
NO_CHOICES: Mapping[str, Mapping[str, int]] = {}


@dataclass(frozen=True)
class Own:
    """What would let those who bring a file in read who can get in, if it answered for an account; ids."""

    person: int | None = None
    """Themselves; None on the command line, where nobody brings it in."""
    departments: frozenset[int] = frozenset()
    """Those that they head."""

    @classmethod
    def of(cls, session: Session, by: Actor | None) -> "Own":
        if by is None:
            return cls()
        headed = select(Department.id).where(Department.head_id == by.id)
        return cls(by.id, frozenset(session.scalars(headed)))


class Known:
    """What the directory knows of the words of one source, as ids; looked up in a few statements."""

    def __init__(
        self,
        session: Session,
        departments: Iterable[str],
        people: Iterable[str],
        choices: Mapping[str, Mapping[str, int]] = NO_CHOICES,
        *,
        by: Actor | None = None,
    ) -> None:
        departments, people = set(departments), set(people)
        # What somebody chose is looked up again: they may have left since, or the department may be gone.
        chosen = _still(session, Department.id, choices.get("department", {}))
        here = _departments(session, {name_key(name) for name in departments})
        found = {name: here.get(name_key(name)) for name in departments}
        self._departments = {**chosen, **{name: id_ for name, id_ in found.items() if id_}}
        people_chosen = _still(session, Person.id, choices.get("person", {}), WORKS_HERE)
        called = _Called(session, people)
        known = {word: called.person(word) for word in people}
        self.namesakes = {
            word: n for word in people if word not in people_chosen and (n := called.namesakes(word)) > 1
        }
        """Words that are the name of several people who work here, and of how many."""
        self._people = {**people_chosen, **{word: id_ for word, id_ in known.items() if id_}}
        self.chosen = {
            "department": {name: id_ for name, id_ in chosen.items() if name in found and not found[name]},
            "person": {word: id_ for word, id_ in people_chosen.items() if word in known and not known[word]},
        }
        """Words of this source that mean something only because somebody chose it."""
        self.own = Own.of(session, by)

    def department(self, name: str) -> int | None:
        """The department of exactly this name; case and runs of blanks do not count. Else what was chosen for it."""
        return self._departments.get(name)

    def person(self, word: str) -> int | None:
        """Who works here with this login, mail address or whole name; None where it would be a guess."""
        return self._people.get(word)


class _Called:
    """Who works here, by all that the words of one source may call them."""

    def __init__(self, session: Session, words: Iterable[str]) -> None:
        beside = {word: found for word in words if (found := _BESIDE.fullmatch(word.strip()))}
        self._beside = {
            word: (found["name"], (found["login"] or found["mail"]).strip()) for word, found in beside.items()
        }
        inner = {login for _name, login in self._beside.values()}
        self._by_key = _people(session, {login_key(word) for word in (*words, *inner)})
        names = {name_key(word) for word in words if login_key(word) not in self._by_key and "@" not in word}
        names |= {name_key(name) for name, _login in self._beside.values()}
        self._by_name = _namesakes(session, names)

    def person(self, word: str) -> int | None:
        """By login or mail address, by a name that only one has, or by both at once."""
        if found := self._by_key.get(login_key(word)):
            return found
        if len(ids := self._ids(word)) == 1:
            return ids[0]
        name, login = self._beside.get(word, ("", ""))
        found = self._by_key.get(login_key(login))
        # What stands in brackets may be an office that happens to be somebody's login: the name must be theirs.
        return found if found and ("@" in login or found in self._ids(name)) else None

    def namesakes(self, word: str) -> int:
        """How many have this name, where it leads to none of them."""
        return 0 if self.person(word) else len(self._ids(word))

    def _ids(self, name: str) -> list[int]:
        return self._by_name.get(name_key(name), [])


Value = TypeVar("Value")


def batches(values: Iterable[Value]) -> Iterator[Sequence[Value]]:
    """`values` in portions that fit into one statement."""
    waiting = iter(values)
    while portion := list(islice(waiting, AT_ONCE)):
        yield portion


def _departments(session: Session, keys: Iterable[str]) -> dict[str, int]:
    return {
        key: id_
        for portion in batches(sorted(keys))
        for id_, key in session.execute(select(Department.id, Department.key).where(Department.key.in_(portion)))
    }


def _people(session: Session, words: set[str]) -> dict[str, int]:
    """By login, else by a mail address that only one of them has."""
    by_mail: dict[str, list[int]] = {}
    for id_, mail in _active(session, func.lower(Person.mail), {word for word in words if "@" in word}):
        by_mail.setdefault(login_key(mail or ""), []).append(id_)
    by_login = {key: id_ for id_, key in _active(session, Person.login_key, words)}
    return {mail: ids[0] for mail, ids in by_mail.items() if len(ids) == 1} | by_login


def _namesakes(session: Session, keys: set[str]) -> dict[str, list[int]]:
    """The ids of all who work here under each name. Databases fold case each in its own way, so all are looked at."""
    found: dict[str, list[int]] = {}
    if keys:
        for id_, name in session.execute(select(Person.id, Person.name).where(WORKS_HERE)):
            if (key := name_key(name)) in keys:
                found.setdefault(key, []).append(id_)
    return found


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
