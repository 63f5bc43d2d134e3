"""Business time: when a team is at work, and what a span of it comes to.

What counts is time as it passes, not the numbers on the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from govdesk import clock
from govdesk.desk.clocks.local_days import A_DAY, Stretch, window_on
from govdesk.working_days import Blackout, holiday

FURTHEST = 5 * 366
"""Days that are searched for open hours; then something is wrong with the calendar."""
NONE = timedelta()


class NeverOpen(ValueError):
    """Within five years a calendar has not as much business time as was asked for."""


@dataclass(frozen=True, order=True)
class Window:
    """Hours of a working day in local time, as distances from midnight; the end is not part of it."""

    begins: timedelta
    ends: timedelta

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


ALL_DAY = Window(NONE, A_DAY)
Week = tuple[tuple[Window, ...], ...]
"""The windows of each weekday, Monday first."""


@dataclass(frozen=True)
class Calendar:
    """When somebody is at work. Raises ValueError when that is never, or when windows overlap."""

    key: str
    name: str
    tz: ZoneInfo
    week: Week
    place: str | None = None
    """Whose public holidays are kept: `AT`, `US-DC`; None: nobody's."""
    closed: tuple[Blackout, ...] = ()
    """Days of one's own on which nobody works."""

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("a calendar needs hours on at least one day")
        for windows in self.week:
            if any(window.begins >= window.ends for window in windows):
                raise ValueError("a window must end after it begins")
            if any(later.begins < earlier.ends for earlier, later in pairwise(sorted(windows))):
                raise ValueError("windows of one day overlap")

    @cached_property
    def is_always_open(self) -> bool:
        is_shut_at_times = self.place or self.closed
        return not is_shut_at_times and all(windows == (ALL_DAY,) for windows in self.week)

    def why_closed(self, day: date) -> str | None:
        """The holiday, or the day of one's own, that keeps it closed; None on ordinary days, working or not."""
        if own := next((one for one in self.closed if one.begins_on <= day <= one.ends_on), None):
            return own.because
        return holiday(day, self.place) if self.place else None

    def works_on(self, day: date) -> bool:
        """Whether it is open on a weekday like this one, as a rule."""
        return bool(self.week[day.weekday()])

    def local_day(self, at: datetime) -> date:
        return clock.local_date(at, self.tz)

    def open_on(self, day: date) -> list[Stretch]:
        """When it is open on a local day, in order."""
        windows = self.week[day.weekday()]
        if not windows or self.why_closed(day):
            return []
        found = (one for window in windows for one in window_on(day, window.begins, window.ends, self.tz))
        return sorted(found, key=lambda one: one.begins)

    def stretches(self, since: datetime, until: datetime | None = None) -> Iterator[Stretch]:
        """When it is open between two moments, in order; without `until` as far as anybody looks."""
        day = self.local_day(since)
        limit = since + FURTHEST * A_DAY
        last = self.local_day(limit if until is None else until)
        while day <= last:
            for one in self.open_on(day):
                if part := one.within(since, until or one.ends):
                    yield part
            day += A_DAY

    def business_between(self, since: datetime, until: datetime) -> timedelta:
        """How much of its time lies between two moments; none when they come the other way round."""
        if until <= since:
            return NONE
        if self.is_always_open:
            return until - since
        return sum((one.length for one in self.stretches(since, until)), NONE)

    def add_business(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which so much business time has passed: `start` for none. Raises NeverOpen."""
        if amount <= NONE:
            return start
        if self.is_always_open:
            return start + amount
        for one in self.stretches(start):
            if amount <= one.length:
                return one.begins + amount
            amount -= one.length
        raise NeverOpen(f"the calendar {self.key} is not open long enough within five years")

    def opens_at(self, moment: datetime) -> datetime:
        """`moment` when it is open then, or when it opens next. Raises NeverOpen."""
        if self.is_always_open:
            return moment
        for one in self.stretches(moment):
            return one.begins
        raise NeverOpen(f"the calendar {self.key} does not open within five years")
