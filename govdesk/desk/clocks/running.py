"""One clock: when it ran, what stopped it, and what follows from that alone.

All sums are in business time. By when something is due is never stored as truth: it follows from the spans.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from govdesk.desk.clocks.hours import NONE, Calendar
from govdesk.desk.clocks.promises import Measure


@dataclass(frozen=True)
class Span:
    """From one moment to another; `ends` is None while it goes on."""

    begins: datetime
    ends: datetime | None
    states: tuple[str, ...] = ()
    """Of a pause: what stopped the clock."""


@dataclass(frozen=True)
class Clock:
    """What runs from `began_at` until it is settled, but for pauses."""

    measure: Measure
    promised_by: str
    """The name of the promise, or of the team."""
    calendar: Calendar
    target: timedelta
    began_at: datetime
    runs: tuple[Span, ...]
    """When it ran, in order."""
    pauses: tuple[Span, ...] = ()
    settled_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.settled_at is None and bool(self.runs) and self.runs[-1].ends is None

    @property
    def is_paused(self) -> bool:
        return self.settled_at is None and not self.is_running

    def used(self, now: datetime) -> timedelta:
        """The business time that has run until now."""
        return sum((self._length(run, now) for run in self.runs), NONE)

    def left(self, now: datetime) -> timedelta:
        """Of the target; negative when that is used up. It stands still while the clock is paused."""
        return self.target - self.used(now)

    @property
    def due_at(self) -> datetime | None:
        """By when it is due, as far as is known now; None while it is paused."""
        return None if self.is_paused else self.reaches(self.target)

    def reaches(self, amount: timedelta) -> datetime | None:
        """When so much has run, or will have if nothing stops it again; None when it was stopped before that.

        What was settled while it ran is reckoned on, to tell how early or late that was. Raises NeverOpen.
        """
        for run in self.runs:
            length = NONE if run.ends is None else self.calendar.business_between(run.begins, run.ends)
            # Both are None for a clock that runs.
            if amount <= length or run.ends == self.settled_at:
                return self.calendar.add_business(run.begins, amount)
            amount -= length
        return None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the moment has come; for a paused clock, whether it had when it was paused."""
        due_at = self.reaches(self.target)
        return due_at is not None and (self.settled_at or now) >= due_at and not self.was_kept

    @property
    def was_kept(self) -> bool:
        """Whether it was settled by the due moment; False while it is not settled."""
        due_at = self.due_at
        return self.settled_at is not None and (due_at is None or self.settled_at <= due_at)

    def _length(self, run: Span, now: datetime) -> timedelta:
        return self.calendar.business_between(run.begins, now if run.ends is None else min(run.ends, now))
