"""How a due moment came about, step by step: when it was asked, what counted, what did not and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from govdesk.desk.clocks.hours import NONE, Calendar
from govdesk.desk.clocks.local_days import A_DAY, Stretch
from govdesk.desk.clocks.running import Clock, Span
from govdesk.i18n import _


class StepKind(StrEnum):
    BEGAN = "began"
    COUNTED = "counted"
    CLOSED = "closed"
    PAUSED = "paused"
    DUE = "due"
    OPEN_END = "open_end"
    """It is paused: when it will be due nobody knows."""


@dataclass(frozen=True)
class Step:
    """One line of the story, in the order of time."""

    kind: StepKind
    begins: datetime
    ends: datetime | None = None
    amount: timedelta = NONE
    """Of what counted: how much. At an open end: what is left."""
    because: str = ""
    """Of what did not count: the holiday, or that it is no working day."""
    states: tuple[str, ...] = ()
    """Of a pause."""


def steps(clock: Clock, now: datetime) -> Iterator[Step]:
    """From its beginning to the due moment, or to the pause in which it stands."""
    yield Step(StepKind.BEGAN, clock.began_at)
    left, pauses = clock.target, list(clock.pauses)
    for run in clock.runs:
        while pauses and pauses[0].begins <= run.begins:
            yield _paused(pauses.pop(0))
        ends = clock.reaches(clock.target) if run.ends == clock.settled_at else run.ends
        for step in _counted(clock.calendar, run.begins, ends, left):
            left -= step.amount
            yield step
            if left <= NONE:
                yield Step(StepKind.DUE, step.ends or step.begins)
                return
    yield from map(_paused, pauses)
    yield Step(StepKind.OPEN_END, now, amount=left)


def _paused(pause: Span) -> Step:
    return Step(StepKind.PAUSED, pause.begins, pause.ends, states=pause.states)


def _counted(calendar: Calendar, since: datetime, until: datetime | None, left: timedelta) -> Iterator[Step]:
    """What counts of one run until nothing is left, with the days between that do not."""
    day = calendar.local_day(since)
    for one in _joined(calendar.stretches(since, until)):
        yield from _closed(calendar, day, calendar.local_day(one.begins))
        amount = min(one.length, left)
        left -= amount
        yield Step(StepKind.COUNTED, one.begins, one.begins + amount, amount)
        if left <= NONE:
            return
        day = calendar.local_day(one.ends - timedelta.resolution) + A_DAY
    if until is not None:
        yield from _closed(calendar, day, calendar.local_day(until))


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Stretches that touch, as round the clock, are one."""
    held: Stretch | None = None
    for one in stretches:
        if held and held.ends == one.begins:
            held = Stretch(held.begins, one.ends)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _closed(calendar: Calendar, day: date, until: date) -> Iterator[Step]:
    """The days from one to another, not included, on which nobody works; those with one reason in one step."""
    first, because = day, ""
    while day < until:
        reason = _why(calendar, day)
        if reason != because:
            if because:
                yield _closed_days(calendar, first, day, because)
            first, because = day, reason
        day += A_DAY
    if because:
        yield _closed_days(calendar, first, day, because)


def _why(calendar: Calendar, day: date) -> str:
    """A holiday is named where it takes working hours away; "" where the day is open, if only at another hour."""
    if not calendar.works_on(day):
        return _("no working day") if day.weekday() < 5 else _("weekend")
    return calendar.why_closed(day) or ""


def _closed_days(calendar: Calendar, first: date, until: date, because: str) -> Step:
    """Noon tells the day in any zone."""
    begins, ends = (datetime(d.year, d.month, d.day, 12, tzinfo=calendar.tz) for d in (first, until - A_DAY))
    return Step(StepKind.CLOSED, begins, ends, because=because)
