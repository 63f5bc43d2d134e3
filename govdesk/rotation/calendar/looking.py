"""What one reader sees of the calendar: read by days, so that an index leads to a month among any number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.calendar.expecting import expected_days, leading_to
from govdesk.rotation.calendar.filters import Wanted
from govdesk.rotation.calendar.grace import Grace
from govdesk.rotation.calendar.leading import Leading
from govdesk.rotation.models import RotationLoss, RotationSchedule, RotationState
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owed, seen_by


@dataclass(frozen=True, order=True)
class Mark:
    """One schedule on one day."""

    day: date
    schedule_id: int
    is_expected: bool = False
    """It follows from a period, or waits behind what happened: nobody is asked for it yet."""


@dataclass(frozen=True)
class Look:
    """Who looks, at what, when."""

    session: Session
    reader: Person
    today: date
    office: Office
    wanted: Wanted = field(default_factory=Wanted)

    @cached_property
    def grace(self) -> Grace:
        return Grace.of(self.session, self.office, self.today)

    @cached_property
    def leading(self) -> Leading:
        return Leading.of(self.session, self.office, self.today)

    def state_of(self, schedule: RotationSchedule) -> RotationState:
        """How urgent it is today, by the rule that applies to it."""
        return schedule.state(self.today, self.office.grace_days(schedule))

    def marks(self, first: date, last: date) -> list[Mark]:
        """All of these days, in their order; what is due before what is expected."""
        due = [Mark(day, id_) for id_, day in self._due(first, last, RotationSchedule.id, RotationSchedule.due_on)]
        expected = (Mark(day, id_, is_expected=True) for day, id_ in self._expected(first, last))
        return sorted([*due, *expected], key=lambda mark: (mark.day, mark.is_expected, mark.schedule_id))

    def numbers(self, first: date, last: date) -> Counter[date]:
        """Day → how many marks it has; counted by the database, by day and period."""
        numbers = Counter[date]()
        for day, number in self._due(
            first, last, RotationSchedule.due_on, func.count(), by=[RotationSchedule.due_on]
        ):
            numbers[day] += number
        kinds = [RotationSchedule.due_on, RotationSchedule.every_days]
        for due_on, every_days, number in self._repeated(first, last, *kinds, func.count(), by=kinds):
            for day in expected_days(due_on, every_days, first=first, last=last, today=self.today):
                numbers[day] += number
        for day, _id in chain(self._led(first, last), self._waiting(first, last)):
            numbers[day] += 1
        return numbers

    def schedules(self, marks: Iterable[Mark]) -> dict[int, RotationSchedule]:
        """With their accounts; nobody's names are read."""
        ids = {mark.schedule_id for mark in marks}
        query = select(RotationSchedule).where(RotationSchedule.id.in_(ids))
        account = joinedload(RotationSchedule.account)
        above = [account.selectinload(SocialAccount.ownerships)] if self.office.rules.look_at_departments else []
        found = self.session.scalars(query.options(account, *above)) if ids else ()
        return {schedule.id: schedule for schedule in found}

    def _due(self, first: date, last: date, *columns: Any, by: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
        if not self.wanted.shows_due:
            return
        first, last = self.wanted.due_between(first, last, self.grace)
        if first <= last:
            of_state = self.grace.demanded(self.wanted.state)
            yield from self._read(and_(RotationSchedule.due_on.between(first, last), *of_state), columns, by)

    def _expected(self, first: date, last: date) -> Iterator[tuple[date, int]]:
        columns = RotationSchedule.id, RotationSchedule.due_on, RotationSchedule.every_days
        for id_, due_on, every_days in self._repeated(first, last, *columns):
            for day in expected_days(due_on, every_days, first=first, last=last, today=self.today):
                yield day, id_
        yield from self._led(first, last)
        yield from self._waiting(first, last)

    def _repeated(self, first: date, last: date, *columns: Any, by: Sequence[Any] = ()) -> Iterator[Sequence[Any]]:
        """Schedules whose period may lead into these days."""
        if not self.wanted.shows_expected or last <= self.today:
            return
        leading = [
            and_(RotationSchedule.every_days == every_days, _within(since, until))
            for every_days in self.session.scalars(_periods())
            for since, until in leading_to(first, last, every_days=every_days, today=self.today)
        ]
        if leading:
            yield from self._read(and_(or_(*leading), *self._not_led), columns, by)

    def _led(self, first: date, last: date) -> Iterator[tuple[date, int]]:
        """Where rules lead whose days no period tells."""
        if not self.wanted.shows_expected or last <= self.today or not self.leading.rules:
            return
        columns = (
            RotationSchedule.id, RotationSchedule.planned_by, RotationSchedule.account_id,
            SocialAccount.accountable_id, RotationSchedule.due_on,
        )  # fmt: skip
        led = RotationSchedule.planned_by.in_(self.leading.rules), RotationSchedule.due_on <= last
        for id_, *one in self._read(and_(*led), columns, ()):
            yield from ((day, id_) for day in self.leading.days(*one, first=first, last=last))

    @property
    def _not_led(self) -> list[ColumnElement[bool]]:
        by = RotationSchedule.planned_by
        return [or_(by.is_(None), by.not_in(self.leading.rules))] if self.leading.rules else []

    def _waiting(self, first: date, last: date) -> Iterator[tuple[date, int]]:
        """Days that were set once, of what is due before because of what happened: they still stand."""
        if not self.wanted.shows_expected:
            return
        lost = select(RotationLoss.schedule_id).where(RotationLoss.cleared_by_id.is_(None))
        stands = (
            RotationSchedule.id.in_(lost),
            RotationSchedule.every_days.is_(None),
            RotationSchedule.calendar_on.between(first, last),
            RotationSchedule.calendar_on > RotationSchedule.due_on,
            *self._not_led,
        )
        rows = self._read(and_(*stands), (RotationSchedule.calendar_on, RotationSchedule.id), ())
        yield from ((day, id_) for day, id_ in rows)

    def _read(
        self, condition: ColumnElement[bool], columns: Iterable[Any], by: Sequence[Any]
    ) -> Iterator[Sequence[Any]]:
        query = seen_by(self.reader, owed()).where(condition, *self.wanted.conditions).order_by(None)
        rows: Select[Any] = query.with_only_columns(*columns, maintain_column_froms=True)
        yield from self.session.execute(rows.group_by(*by) if by else rows)


def _within(since: date | None, until: date) -> ColumnElement[bool]:
    due_on = RotationSchedule.due_on
    return due_on <= until if since is None else due_on.between(since, until)


def _periods() -> Select[int]:
    """Each length of a period once: from one to the next by the index, not through all schedules."""
    least = func.min(RotationSchedule.every_days).label("days")
    first = select(least).where(RotationSchedule.every_days > 0).cte("periods", recursive=True)
    after = select(func.min(RotationSchedule.every_days)).where(RotationSchedule.every_days > first.c.days)
    days = first.union_all(select(after.scalar_subquery()).where(first.c.days.is_not(None))).c.days
    return select(days).where(days.is_not(None))
