"""Giving many entries a day each, so that no day has more than it must. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

from govdesk.rotation.calendar.days import days_between, is_weekend


def days_to_choose(first: date, last: date, *, skips_weekends: bool) -> list[date]:
    """None where there is nothing but a weekend."""
    return [day for day in days_between(first, last) if not (skips_weekends and is_weekend(day))]


def spread(choices: Sequence[Sequence[date]], load: Mapping[date, int]) -> list[date]:
    """A day for each entry out of those it may get: the one with the least by then, the earliest first.

    Entries that may get the same days get theirs in their order. `load` is what the days have already. The same
    question gives the same answer.
    """
    counts, alike = Counter[date](load), defaultdict[int, list[int]](list)
    for number, days in enumerate(choices):
        alike[id(days)].append(number)
    heaps = {key: _Heap(choices[numbers[0]], counts) for key, numbers in alike.items()}
    chosen = [heaps[id(days)].taken() for days in choices]
    for numbers in alike.values():
        in_order = sorted(chosen[number] for number in numbers)
        for number, day in zip(numbers, in_order, strict=True):
            chosen[number] = day
    return chosen


class _Heap:
    """The days of one kind of entry; what others took of them is looked up."""

    def __init__(self, days: Sequence[date], counts: Counter[date]) -> None:
        self.counts = counts
        self.free = [(counts[day], day) for day in days]
        heapify(self.free)

    def taken(self) -> date:
        """The day with the least."""
        count, day = heappop(self.free)
        while count != self.counts[day]:  # others took it meanwhile
            heappush(self.free, (self.counts[day], day))
            count, day = heappop(self.free)
        self.counts[day] += 1
        heappush(self.free, (count + 1, day))
        return day
