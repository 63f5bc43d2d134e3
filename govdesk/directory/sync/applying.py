"""Applying what was read, in one transaction: all of it, or nothing."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.actions.standing import COLUMNS, Outcome, carry_out, leaving
from govdesk.directory.ldap.groups import Members
from govdesk.directory.models import READING, ChangeKind, Person, PersonState
from govdesk.directory.rules import SHOWS_NOBODY
from govdesk.directory.sync import logins, missing, records, rows, safety
from govdesk.directory.sync.bulk import alone, count_again
from govdesk.directory.sync.departments import Unit, keep_departments, keep_tree
from govdesk.directory.sync.groups import RoleGroup, moved_names, people_of
from govdesk.directory.sync.heads import keep_heads
from govdesk.directory.sync.people import NamedDepartment
from govdesk.directory.sync.report import MOST_TOLD
from govdesk.directory.sync.roles import Grants, keep_roles
from govdesk.directory.sync.work import Stopped, Work


@dataclass
class Read:
    """What was read, beside the staging table."""

    staged: int
    departments: dict[str, NamedDepartment]
    """Those that staged people name."""
    seen: set[str] | None
    """The ids of all entries; None where only changes were asked for."""
    unseen: set[str]
    """Who was known and not found, in a complete reading."""
    units: list[Unit] | None
    """None where they were not read, since none has changed."""
    groups: list[RoleGroup] | None
    """None where they were not read, since neither they nor people have changed."""
    heads: Members | None


class Applying:
    """One application at work: whom it has changed so far."""

    def __init__(self, session: Session, work: Work, read: Read) -> None:
        self._session, self._work, self._read = session, work, read
        self._changed: set[int] = set()
        self._last_known: int | None = None
        """The highest id of those who were known before newcomers came."""
        self._gone: list[tuple[int, int | None]] = []
        """Who counts as taken away: id and department."""

    def apply(self) -> None:
        """Write everything, in the caller's transaction. Raises Stopped, ReadAll and LeaseLost."""
        records.hold(self._session, self._work)
        with alone(self._session):
            self._apply()

    def _apply(self) -> None:
        session, work, read = self._session, self._work, self._read
        before = safety.count(session, work)
        if read.seen is not None and before.people and not read.seen:
            raise Stopped(SHOWS_NOBODY)
        logins.leave_to_sign_in(session, work)
        self._leavers()
        keep_departments(session, work, read.units, read.departments)
        moved = self._known() if read.staged and before.anybody else {}
        if read.staged:
            self._newcomers()
        if read.staged or self._changed:
            self._managers()
        self._places(moved)
        self._roles(before, moved)
        work.report.people.changed = len(self._changed)
        session.execute(delete(READING))

    def _leavers(self) -> None:
        """Who is no longer found, has lost the login, or had a last day that is over."""
        session, work, seen = self._session, self._work, self._read.seen
        losers = logins.settle(session, work, seen)
        self._leave(losers, lambda person: f"the login {person.login} is another entry's now")
        if seen is not None:
            absent = missing.absent(session, work, self._read.unseen - {one.directory_id for one in losers})
            agreed = _ids_of(absent.again, safety.was_forced(session, work))
            self._leave(absent.again, lambda person: f"not found since {person.missing_since:%Y-%m-%d %H:%M} UTC")
            self._gone = [one for one in self._gone if one[0] not in agreed]
            self._note_missing(absent.first_time)
            self._changed |= missing.note_found(session, seen)
        self._leave(_ended(session, work), lambda person: f"the last day was {person.leaves_on}")

    def _leave(self, people: list[Person], why: Callable[[Person], str]) -> None:
        outcomes = [leaving(person, self._work.today) for person in people]
        for person, becomes in zip(people, outcomes, strict=True):
            self._count(becomes)
            self._work.report.tell(person.login, person.name, "left", why(person))
        carry_out(self._session, outcomes, now=self._work.now)

    def _note_missing(self, people: list[Person]) -> None:
        missing.note_missing(self._session, self._work, people)
        self._work.report.people.missing = len(people)
        for person in people:
            self._changed.add(person.id)
            self._gone.append((person.id, person.department_id))
            why = "not found; a leaver if the next complete run does not find it either"
            self._work.report.tell(person.login, person.name, "missing", why)

    def _known(self) -> dict[bytes, int]:
        """Everybody whose entry has changed; returns the names that entries had until now (see `people_of`)."""
        moved = moved_names(self._session)
        rows.park_logins(self._session)
        for batch in rows.outcomes(self._session, self._work):
            for row, becomes in batch:
                if becomes.is_changed:
                    self._count(becomes)
                    self._work.report.tell(
                        row.told_login, row.told_name, becomes.kind or "changed", _why(row, becomes)
                    )
            carry_out(self._session, [becomes for _row, becomes in batch], now=self._work.now)
        if moved:
            rows.follow_managers(self._session)
        rows.keep_entries(self._session)
        return moved

    def _newcomers(self) -> None:
        report = self._work.report
        newcomers = select(READING.c.login, READING.c.name).where(READING.c.is_new).order_by(READING.c.number)
        for login, name in self._session.execute(newcomers.limit(MOST_TOLD)):
            report.tell(login, name, "new")
        self._last_known = self._session.scalar(select(func.max(Person.id))) or 0
        report.people.new = rows.join_all(self._session, self._work, self._read.staged)
        count_again(self._session, Person.__tablename__, report.people.new)

    def _managers(self) -> None:
        changed = [row for row in rows.keep_managers(self._session) if not self._is_new(row[0])]
        told = [(person, {"manager_id": (before, now)}) for person, before, now, _login, _name in changed]
        audit.record_all(self._session, "directory:person:led", Person, told, at=self._work.now)
        for person, _before, _now, login, name in changed:
            if person not in self._changed:
                self._work.report.tell(login, name, "changed", "manager")
            self._changed.add(person)

    def _places(self, moved: dict[bytes, int]) -> None:
        session, read = self._session, self._read
        if read.units is not None:
            keep_tree(session, read.units)
        if self._changed or read.staged or self._work.report.departments.new:
            keep_heads(session, people_of(session, read.heads, moved) if read.heads else set())

    def _roles(self, before: safety.Census, moved: dict[bytes, int]) -> None:
        granted: Grants = {}
        withdrawn: Grants = {}
        if self._read.groups is not None:
            granted, withdrawn = keep_roles(self._session, self._work, self._read.groups, moved)
        self._changed |= {person for person, _role in (*granted, *withdrawn) if not self._is_new(person)}
        if not self._work.run.is_forced:
            safety.check(self._session, self._work, before, self._gone, withdrawn)

    def _count(self, becomes: Outcome) -> None:
        counts = self._work.report.people
        self._changed.add(becomes.person_id)
        counts.left += becomes.kind is ChangeKind.LEFT
        counts.returned += becomes.kind is ChangeKind.RETURNED
        counts.moved += becomes.kind is ChangeKind.MOVED
        if becomes.kind is ChangeKind.LEFT:
            self._gone.append((becomes.person_id, becomes.department_before_id))

    def _is_new(self, person: int) -> bool:
        return self._last_known is not None and person > self._last_known


def _ids_of(again: list[Person], forced: Container[datetime]) -> set[int]:
    """Those of the missing that an administrator has already agreed to."""
    return {person.id for person in again if person.missing_since in forced}


def _ended(session: Session, work: Work) -> list[Person]:
    """Active people whose last day is over and of whom nothing new was read."""
    staged = select(READING.c.directory_id)
    over = Person.leaves_on < work.today, Person.state == PersonState.ACTIVE
    return list(session.scalars(select(Person).where(*over, Person.directory_id.not_in(staged))))


def _why(row: Any, becomes: Outcome) -> str:
    if becomes.kind is ChangeKind.LEFT:
        return f"the last day was {row.told_leaves_on}" if row.told_leaves_on else "disabled in the directory"
    names = {"department_id": "department", "login_key": "", "missing_since": "", "left_on": "", "state": ""}
    changed = [names.get(column, column) for column in COLUMNS if getattr(row, column) != becomes.values[column]]
    return ", ".join(name for name in changed if name)
