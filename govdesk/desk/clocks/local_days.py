"""What a local day is in UTC: where its clocks skip or repeat an hour, a time of day is no or two moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Stretch:
    """From one moment to another, which is not part of it (both UTC)."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    def within(self, since: datetime, until: datetime) -> "Stretch | None":
        """The part of it between two moments; None when there is none."""
        begins, ends = max(self.begins, since), min(self.ends, until)
        return Stretch(begins, ends) if begins < ends else None


def window_on(day: date, begins: timedelta, ends: timedelta, tz: ZoneInfo) -> Iterator[Stretch]:
    """All moments of a day whose local time of day lies in a window (hours after midnight; 24 is its end).

    On most days that is one stretch. A window that the clocks jump over has none; where they go back into it, it is
    longer, or two.
    """
    midnight = datetime.combine(day, time(), UTC)
    for piece, offset in _pieces(day, tz):
        if found := piece.within(midnight + begins - offset, midnight + ends - offset):
            yield found


@lru_cache(maxsize=4096)
def _pieces(day: date, tz: ZoneInfo) -> tuple[tuple[Stretch, timedelta], ...]:
    """What holds the whole of a local day, each piece with its one offset from UTC."""
    first, last = min(_midnights(day, tz)), max(_midnights(day + A_DAY, tz))
    before, after = _offset(first, tz), _offset(last - A_SECOND, tz)
    if before == after:
        return ((Stretch(first, last), before),)
    change = _change(first, last, tz)
    return (Stretch(first, change), before), (Stretch(change, last), after)


def _midnights(day: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The beginning of a day (UTC), as told before and after a change of the clocks: mostly the same."""
    first, second = (datetime.combine(day, time(fold=fold), tz).astimezone(UTC) for fold in (0, 1))
    return first, second


def _change(since: datetime, until: datetime, tz: ZoneInfo) -> datetime:
    """The moment from which the later offset holds: halved down to the second."""
    before = _offset(since, tz)
    while until - since > A_SECOND:
        middle = since + timedelta(seconds=(until - since) // A_SECOND // 2)
        if _offset(middle, tz) == before:
            since = middle
        else:
            until = middle
    return until


def _offset(at: datetime, tz: ZoneInfo) -> timedelta:
    offset = at.astimezone(tz).utcoffset()
    assert offset is not None, "a moment in a zone has one"
    return offset
