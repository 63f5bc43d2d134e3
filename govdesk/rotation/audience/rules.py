"""On which days a reminder goes out. All days are counted from the first one, so that none of them wanders."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from govdesk.i18n import _l
from govdesk.words import Labelled


class Unit(Labelled):
    """What the time between two days is counted in."""

    NEVER = "never", _l("Only this once")
    DAYS = "days", _l("Every so many days")
    WEEKS = "weeks", _l("Every so many weeks")
    MONTHS = "months", _l("Every so many months")


IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


@dataclass(frozen=True)
class Rhythm:
    """A first day, and how it goes on."""

    first_on: date
    unit: Unit = Unit.NEVER
    every: int = 1
    """How many of the unit; at least 1."""
    ends_on: date | None = None
    """The last day on which one may go out."""

    def next_from(self, day: date) -> date | None:
        """The first day of it that is `day` or later; None when it is over."""
        return next((one for one in self._days(day) if one >= day), None)

    def latest_until(self, day: date) -> date | None:
        """The last day of it that is `day` or earlier, whatever was missed before; None before the first."""
        latest = None
        for one in self._days(day):
            if one > day:
                break
            latest = one
        return latest

    def coming(self, day: date, most: int) -> list[date]:
        """The days of it from `day` on, at most so many."""
        return list(islice((one for one in self._days(day) if one >= day), most))

    def _days(self, near: date) -> Iterator[date]:
        """Its days in order, from one at or before `near` on, or from the first."""
        for number in count(self._number_before(near)):
            one = self._day(number)
            if one is None or (self.ends_on and one > self.ends_on):
                return
            yield one

    def _number_before(self, near: date) -> int:
        near = min(near, self.ends_on) if self.ends_on else near
        if self.unit is Unit.NEVER or near <= self.first_on:
            return 0
        if self.unit is Unit.MONTHS:
            months = (near.year - self.first_on.year) * 12 + near.month - self.first_on.month
            return max((months - 1) // self.every, 0)
        return (near - self.first_on).days // (IN_DAYS[self.unit] * self.every)

    def _day(self, number: int) -> date | None:
        if self.unit is Unit.NEVER:
            return None if number else self.first_on
        try:
            if self.unit is Unit.MONTHS:
                return _months_later(self.first_on, number * self.every)
            return self.first_on + timedelta(number * self.every * IN_DAYS[self.unit])
        except (OverflowError, ValueError):  # behind the last day that there is
            return None


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
