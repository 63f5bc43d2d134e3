"""On which day exactly something falls due: never on a closed one, and many accounts not all on the same.

It is one of the last open days up to the day that the calendar names, as many as the rule spreads over; the number of
the account decides which, so that it is the same each time one looks. Where fewer are left before that day, it is one
of the next open days from tomorrow on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from govdesk.rotation.plan.calendars import Every
from govdesk.rotation.plan.rule import Due
from govdesk.rotation.rules import Reminders
from govdesk.working_days import FURTHEST, WorkingDays

A_DAY = timedelta(days=1)
GOLDEN = 0x9E3779B1
"""2**32 by the golden ratio: numbers that follow each other land far apart, and evenly."""


@dataclass
class Spreading:
    """Places accounts on days; `load` counts what lies on each day already."""

    days: WorkingDays
    today: date
    load: Counter[date] = field(default_factory=Counter)
    _known: dict[tuple[int, date, str | None], Sequence[date]] = field(default_factory=dict)
    _firsts: dict[tuple[int, date, str | None], date] = field(default_factory=dict)
    _later: dict[date, "Spreading"] = field(default_factory=dict)

    def on(self, day: date) -> "Spreading":
        """The same when it is planned on a later day: nothing falls on that one, or before it."""
        if day not in self._later:
            self._later[day] = Spreading(self.days, day, self.load, _firsts=self._firsts)
        return self._later[day]

    def place(self, account_id: int, due: Due, day: date, place: str | None) -> date:
        """The day for an account whose calendar names `day`; it is counted."""
        choices = self._choices(due.spread_days, day, place)
        first = (account_id * GOLDEN & 0xFFFFFFFF) * len(choices) >> 32
        chosen = choices[first]
        if due.most_a_day is not None and self.load[chosen] >= due.most_a_day:
            chosen = min([*choices[first:], *choices[:first]], key=self.load.__getitem__)
        self.load[chosen] += 1
        return chosen

    def following(self, due: Due, reminders: Reminders, rotated_on: date, place: str | None) -> date | None:
        """The calendar's day after a change; a change shortly before one counts for that one.

        Shortly is from the first reminder or from the beginning of the spread on, but not more than half of a period.
        """
        calendar = due.calendar
        first = calendar.next_after(rotated_on)
        if first is None or isinstance(calendar, Every):
            return first
        second = calendar.next_after(first)
        if second is None:
            return first
        ahead = max([(first - self._begins(due.spread_days, first, place)).days, *reminders.days_before])
        return second if (first - rotated_on).days <= min(ahead, (second - first).days // 2) else first

    def first_day(self, due: Due, reminders: Reminders, rotated_on: date | None, place: str | None) -> date | None:
        """The calendar's day for a credential that gets this calendar today.

        A period counts from the last change, where one is known. Days of the year that have gone by are not made up
        for.
        """
        if isinstance(due.calendar, Every):
            return due.calendar.next_after(rotated_on or self.today)
        after = self.following(due, reminders, rotated_on, place) if rotated_on else None
        return after if after and after > self.today else due.calendar.next_after(self.today)

    def _begins(self, spread_days: int, day: date, place: str | None) -> date:
        """The first of the open days over which a day of the calendar spreads."""
        key = spread_days, day, place
        if key not in self._firsts:
            self._firsts[key] = open_days(self.days, day - A_DAY * FURTHEST, *key)[0]
        return self._firsts[key]

    def _choices(self, spread_days: int, day: date, place: str | None) -> Sequence[date]:
        key = spread_days, day, place
        if key not in self._known:
            self._known[key] = open_days(self.days, self.today, *key)
        return self._known[key]


def open_days(days: WorkingDays, today: date, number: int, until: date, place: str | None) -> Sequence[date]:
    """The last open days up to `until`, or else the first ones after `today`: at least one."""
    back = (until - A_DAY * n for n in range(min(FURTHEST, (until - today).days)))
    last = [day for day in back if days.why_closed(day, place) is None][:number]
    if len(last) == number:
        return last[::-1]
    ahead = (today + A_DAY * n for n in range(1, 2 * FURTHEST))
    found = [day for day in ahead if days.why_closed(day, place) is None][:number]
    return found or [max(until, today + A_DAY)]
