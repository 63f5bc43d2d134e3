"""Comparing moments and days. Who compares is always on the safe side: a rotation counts from the earliest moment at
which it can have been made, a loss from the latest at which it can have happened.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govdesk import clock

A_DAY = timedelta(days=1)


def counts_from(rotated_on: date, rotated_at: datetime | None, tz: ZoneInfo) -> datetime:
    """From which moment on a change is sure to have been made; one known by its day, from that day's beginning."""
    return rotated_at or clock.office_moment(rotated_on, time.min, tz)


def lost_by(day: date, at: time | None, tz: ZoneInfo, now: datetime) -> datetime:
    """By when something of a day is sure to have happened: without a time by the end of it, never after now."""
    on, at = (day, at) if at else (day + A_DAY, time.min)
    return min(clock.office_moment(on, at, tz, late=True), now)


def clears(rotated_from: datetime, lost_at: datetime) -> bool:
    """Whether who lost it at `lost_at` does not know what was set from `rotated_from` on."""
    return rotated_from > lost_at
