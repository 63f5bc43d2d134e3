"""Giving many entries a day each, so that no day has more than it must. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

from govdesk.rotation.calendar.days import days_between, is_weekend


def days_to_choose(first: date, last: date, *, skips_weekends: bool) -> list[date]:
    """None where there is nothing but a weekend."""
    return [day for day in days_between(first, last) if not (skips_weekends and is_weekend(day))]


def spread(number: int, days: Sequence[date], load: Mapping[date, int]) -> list[date]:
    """A day for each of `number` entries, in order; each goes to the day with the least by then, the earliest first.

    `load` is what these days have already. The same question gives the same answer.
    """
    chosen, free = [], [(load.get(day, 0), day) for day in days]
    heapify(free)
    for _number in range(number):
        count, day = heappop(free)
        chosen.append(day)
        heappush(free, (count + 1, day))
    return sorted(chosen)
