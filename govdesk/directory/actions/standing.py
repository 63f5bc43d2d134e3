"""What the directory's word means for a person's row: one rule for a sign-in and for a whole synchronisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.actions.leaving import chunks, end_sessions_of
from govdesk.directory.models import ChangeKind, Person, PersonChange, PersonState


class Held(Protocol):
    """A person's row, or these columns of it."""

    @property
    def id(self) -> int: ...
    @property
    def login(self) -> str: ...
    @property
    def login_key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def mail(self) -> str | None: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def state(self) -> PersonState: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def leaves_on(self) -> date | None: ...
    @property
    def missing_since(self) -> datetime | None: ...


COLUMNS = ("login", "login_key", "name", "mail", "department_id", "state", "left_on", "leaves_on", "missing_since")
"""What the directory decides of a row, beside manager and roles."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the directory tells of one person."""

    login: str
    login_key: str
    name: str
    mail: str | None
    department_id: int | None
    is_disabled: bool
    leaves_on: date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row."""

    person_id: int
    values: dict[str, Any]
    """All of COLUMNS."""
    before: dict[str, Any]
    """The same as they were."""
    kind: ChangeKind | None = None
    """What the other rooms hear of it."""

    @property
    def is_changed(self) -> bool:
        return self.values != self.before

    @property
    def department_before_id(self) -> int | None:
        found: int | None = self.before["department_id"]
        return found


def gone_as(is_disabled: bool, leaves_on: date | None, today: date) -> PersonState | None:
    """The state of an entry that nobody may use any more; None while they may."""
    if leaves_on and leaves_on < today:
        return PersonState.LEFT
    return PersonState.DISABLED if is_disabled else None


def last_day(leaves_on: date | None, today: date) -> date:
    """The day on which a leaver has left: the one that the directory names, unless it lies ahead."""
    return min(leaves_on, today) if leaves_on else today


def outcome(held: Held, told: Told, today: date) -> Outcome:
    """What the directory's word makes of a row."""
    gone, was_here = gone_as(told.is_disabled, told.leaves_on, today), held.state is PersonState.ACTIVE
    before = {column: getattr(held, column) for column in COLUMNS}
    values = before | {column: getattr(told, column) for column in COLUMNS[:5]}
    values |= {"leaves_on": told.leaves_on, "missing_since": None}
    kind = None
    if gone and was_here:
        kind = ChangeKind.LEFT
        values |= {"state": gone, "left_on": last_day(told.leaves_on, today)}
    elif not gone and not was_here:
        kind = ChangeKind.RETURNED
        values |= {"state": PersonState.ACTIVE, "left_on": None}
    elif was_here and held.department_id not in (None, told.department_id):
        kind = ChangeKind.MOVED
    return Outcome(held.id, values, before, kind)


def leaving(held: Held, today: date) -> Outcome:
    """What becomes of somebody whose entry is no longer there, or no longer theirs."""
    before = {column: getattr(held, column) for column in COLUMNS}
    gone = {"state": PersonState.LEFT, "left_on": last_day(held.leaves_on, today), "missing_since": None}
    return Outcome(held.id, before | gone, before, ChangeKind.LEFT)


def carry_out(session: Session, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Write what has changed: rows, the end of leavers' sessions, the trail, and what other rooms are to hear."""
    changed = [one for one in outcomes if one.is_changed]
    if not changed:
        return
    session.execute(update(Person), [{"id": one.person_id, **one.values} for one in changed])
    leavers = [one.person_id for one in changed if one.kind is ChangeKind.LEFT]
    end_sessions_of(session, leavers, now=now)
    _forget_entries(session, [one.person_id for one in changed if one.values["state"] is PersonState.LEFT])
    _tell(session, [one for one in changed if one.kind], now)
    told = [(one.person_id, fields) for one in changed if (fields := _renamed(one))]
    audit.record_all(session, "directory:person:changed", Person, told, at=now)


def look_again(session: Session, person_id: int) -> None:
    """Let the next synchronisation read this entry as if it had changed: somebody else wrote the row meanwhile."""
    session.execute(update(Person).where(Person.id == person_id).values(entry_digest=None))


def _forget_entries(session: Session, people: Sequence[int]) -> None:
    """The names of entries that are gone may soon be somebody else's."""
    for ids in chunks(people):
        gone = update(Person).where(Person.id.in_(ids))
        session.execute(gone.values(entry_digest=None, dn_digest=None))


def _tell(session: Session, outcomes: Sequence[Outcome], now: datetime) -> None:
    if not outcomes:
        return
    rows = [
        {
            "person_id": one.person_id,
            "kind": one.kind,
            "department_before_id": one.department_before_id if one.kind is ChangeKind.MOVED else None,
            "changed_at": now,
            "tell_at": now,
        }
        for one in outcomes
    ]
    session.execute(insert(PersonChange), rows)
    for kind in ChangeKind:
        told = [(one.person_id, _fields(one)) for one in outcomes if one.kind is kind]
        audit.record_all(session, f"directory:person:{kind}", Person, told, at=now)


def _renamed(told: Outcome) -> dict[str, Any]:
    """What the directory says otherwise than before, each as it was and as it is."""
    pairs = {column: (told.before[column], told.values[column]) for column in ("login", "name", "mail", "leaves_on")}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def _fields(told: Outcome) -> dict[str, Any]:
    match told.kind:
        case ChangeKind.LEFT:
            return {"left_on": told.values["left_on"]}
        case ChangeKind.MOVED:
            return {"department_id": (told.department_before_id, told.values["department_id"])}
    return {}
