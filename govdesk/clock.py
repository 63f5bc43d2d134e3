"""The only module that asks the machine for the time.

Views, jobs and commands read the clock once and pass `now` down, so that rules and tests need no frozen time.
"""

from datetime import UTC, date, datetime, time
from time import monotonic
from zoneinfo import ZoneInfo

REMINDERS_GO_OUT_AT = time(8, 0)
"""Office time at which the reminders of a day become due."""


def utcnow() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(now: datetime, tz: ZoneInfo) -> date:
    """The calendar day in office time at the moment `now`."""
    return now.astimezone(tz).date()


def day_begins(day: date, tz: ZoneInfo) -> datetime:
    """The UTC moment at which `day` begins in office time."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def reminder_moment(day: date, tz: ZoneInfo) -> datetime:
    """The UTC moment at which reminders for `day` go out in office time."""
    # Back to UTC at once: adding days to a local moment goes wrong across a
    # change to or from summer time.
    return datetime.combine(day, REMINDERS_GO_OUT_AT, tz).astimezone(UTC)


def office_moment(day: date, at: time, tz: ZoneInfo, *, late: bool = False) -> datetime:
    """The UTC moment of a time on an office day; where the clocks make two of it, the earlier, or the late one."""
    both = [datetime.combine(day, at.replace(fold=fold), tz).astimezone(UTC) for fold in (0, 1)]
    return max(both) if late else min(both)


def ticking() -> float:
    """Seconds of a clock that only goes forward: for waits, not for moments."""
    return monotonic()
