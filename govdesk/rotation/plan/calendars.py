"""On which days a calendar makes a credential due: every so many days after its last change, or on days of the year.

Days are days of the office: no hour, no zone and no change of the clocks takes part in it.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from cronsim import CronSim, CronSimError

from govdesk.i18n import _

LONGEST_DAYS = 3650


class Calendar(Protocol):
    """What a rule can have."""

    def next_after(self, day: date) -> date | None:
        """The first day later than `day`; None when there is none, of an expression that no day fulfils."""

    def words(self) -> str:
        """As in “due every month on day 1”."""


@dataclass(frozen=True)
class Every:
    """So many days after the last change."""

    days: int

    def next_after(self, day: date) -> date:
        return day + timedelta(self.days)

    def words(self) -> str:
        return _("every %(n)d days after the last change", n=self.days)


@dataclass(frozen=True)
class Monthly:
    """On one day of each month; where the month is shorter, on its last."""

    day: int

    def next_after(self, day: date) -> date:
        this = _day_of(day.year, day.month, self.day)
        return this if this > day else _day_of(*_month_after(day), self.day)

    def words(self) -> str:
        return _("on the last day of each month") if self.day > 30 else _("on day %(n)d of each month", n=self.day)


@dataclass(frozen=True)
class Yearly:
    """On one day of the year; 29 February is the 28th in years that have none."""

    month: int
    day: int

    def next_after(self, day: date) -> date:
        this = _day_of(day.year, self.month, self.day)
        return this if this > day else _day_of(day.year + 1, self.month, self.day)

    def words(self) -> str:
        return _("each year on %(day)s", day=f"{self.month:02}-{self.day:02}")


@dataclass(frozen=True)
class Cron:
    """On the days of a cron expression, as Debian's cron reads it, with `L` and `MON#1` beside."""

    expression: str

    def next_after(self, day: date) -> date | None:
        try:
            return next(CronSim(self.expression, datetime.combine(day, time.max))).date()
        except StopIteration:
            return None

    def words(self) -> str:
        return _("on the days of %(cron)s", cron=self.expression)


def read_calendar(text: str) -> Calendar:
    """What `calendar:` says: `monthly 1`, `monthly last`, `yearly 03-01`, or cron that begins with `0 0`.

    Raises ValueError.
    """
    said = " ".join(text.lower().split())
    if found := re.fullmatch(r"monthly (?:day )?(\d{1,2})", said):
        return Monthly(_within(int(found[1]), 31))
    if said in ("monthly last", "monthly last day"):
        return Monthly(31)
    if found := re.fullmatch(r"yearly (\d{1,2})-(\d{1,2})", said):
        return _yearly(int(found[1]), int(found[2]))
    if len(said.split()) != 5:
        raise ValueError(
            "is no calendar; write monthly 1, monthly last, yearly 03-01, or five fields of cron such as 0 0 1 */3 *"
        )
    return _cron(" ".join(text.split()))


def days_until(calendar: Calendar, after: date, until: date) -> Iterator[date]:
    """All days later than `after`, up to `until`; each as if the change was made on the day before it."""
    day = calendar.next_after(after)
    while day is not None and day <= until:
        yield day
        day = calendar.next_after(day)


def _cron(expression: str) -> Cron:
    if not expression.startswith("0 0 "):
        raise ValueError("must begin with 0 0: a credential is due on a day, not at an hour")
    try:
        found = Cron(expression)
        if found.next_after(date(2000, 1, 1)) is None:
            raise ValueError("no day ever fulfils this expression")
    except CronSimError as error:
        raise ValueError(f"is no cron expression: {error}") from None
    return found


def _yearly(month: int, day: int) -> Yearly:
    # In a leap year: the 29th of February is a day.
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
        raise ValueError("is no day of the year; write the month first, as in yearly 03-01")
    return Yearly(month, day)


def _within(day: int, last: int) -> int:
    if not 1 <= day <= last:
        raise ValueError(f"has no such day; a month has the days 1 to {last}")
    return day


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _month_after(day: date) -> tuple[int, int]:
    return (day.year + day.month // 12, day.month % 12 + 1)
