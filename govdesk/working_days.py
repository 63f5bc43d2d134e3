"""On which days, and from which time on, an office is open: weekdays, hours, public holidays and days of rest.

Without anything set every day is open, at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from govdesk import clock
from govdesk.i18n import _

A_DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
FURTHEST = 366
"""Days after which nobody waits any longer for an open one."""


@dataclass(frozen=True)
class Blackout:
    """From one day to another, both included, the office wants no work of this kind."""

    begins_on: date
    ends_on: date
    because: str


@dataclass(frozen=True)
class WorkingDays:
    """When an organisation works; a place is a country, with or without a part of it: `AT`, `US-DC`."""

    weekdays: frozenset[int] = EVERY_DAY
    """Monday is 0."""
    opens: time | None = None
    closes: time | None = None
    """Both or neither; `closes` is the later one. In the time of the place, see `zones`."""
    country: str | None = None
    """Where departments are that have no country of their own; None: no public holidays."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Key of a department → where it and all below it are."""
    blackouts: tuple[Blackout, ...] = ()
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    """Place → its time zone; where none stands, office time counts."""

    @property
    def is_always_open(self) -> bool:
        is_any_day = self.weekdays == EVERY_DAY and not self.blackouts
        return is_any_day and self.opens is None and self.country is None and not self.countries

    def why_closed(self, day: date, place: str | None) -> str | None:
        """What keeps it closed on a day, for people; None when it is open."""
        if blackout := next((one for one in self.blackouts if one.begins_on <= day <= one.ends_on), None):
            return blackout.because
        if day.weekday() not in self.weekdays:
            return _("no working day")
        return holiday(day, place) if place else None

    def open_day(self, day: date, place: str | None) -> date:
        """`day`, or the first open one after it; `day` itself where there is none within a year."""
        days = (day + timedelta(n) for n in range(FURTHEST))
        return next((one for one in days if self.why_closed(one, place) is None), day)

    def open_moment(self, now: datetime, place: str | None, tz: ZoneInfo) -> datetime:
        """`now`, or the first moment after it at which the office is open (UTC); `tz` is office time."""
        tz = self.zones.get(place, tz) if place else tz
        today = clock.local_date(now, tz)
        day = self.open_day(today, place)
        if day == today:
            local = now.astimezone(tz).time()
            if self.opens is None or self.closes is None or self.opens <= local < self.closes:
                return now
            if local >= self.closes:
                day = self.open_day(today + A_DAY, place)
        return clock.office_moment(day, self.opens or clock.REMINDERS_GO_OUT_AT, tz)


def holiday(day: date, place: str) -> str | None:
    """The name of the public holiday; None for any other day. Raises LookupError for a place nobody knows."""
    return _holidays(place, day.year).get(day)


@lru_cache(maxsize=256)
def _holidays(place: str, year: int) -> dict[date, str]:
    return dict(_of_place(place, year).items())


def is_place(place: str) -> bool:
    """Whether the public holidays of a country, or of a part of one, are known."""
    try:
        _of_place(place, 2000)
    except LookupError:
        return False
    return True


def _of_place(place: str, year: int) -> Any:
    import holidays  # only where an organisation has named a country: it takes a moment

    country, _dash, part = place.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError as error:
        raise LookupError(place) from error
