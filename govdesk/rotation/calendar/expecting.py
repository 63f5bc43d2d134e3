"""When a credential that is changed every so many days falls due after the next time. Pure.

A period begins anew with each change. Nobody knows on which day that will be: what is counted on is the last day
allowed, or today for what is overdue.
"""

from collections.abc import Iterator
from datetime import date, timedelta

Span = tuple[date | None, date]
"""From a day, or any before it, to another; both included."""
MOST_SPANS = 20
"""Beyond so many, one span with days in it that lead elsewhere is asked for instead."""


def expected_days(due_on: date, every_days: int, *, first: date, last: date, today: date) -> Iterator[date]:
    """The days between `first` and `last` on which it falls due again."""
    begins = max(due_on, today)
    rounds = max(-(-(first - begins).days // every_days), 1)
    day = begins + timedelta(rounds * every_days)
    while day <= last:
        yield day
        day += timedelta(every_days)


def leading_to(first: date, last: date, *, every_days: int, today: date) -> list[Span]:
    """Due days from which such a period leads into `first` to `last`, so that an index finds them.

    A superset where spans touch or are many: `expected_days` says of each day in them whether it does.
    """
    spans: list[Span] = []
    if any(True for _day in expected_days(today, every_days, first=first, last=last, today=today)):
        spans.append((None, today - timedelta(1)))
    latest = last - timedelta(every_days)
    if latest < today:
        return spans
    rounds = (last - today).days // every_days
    if every_days <= (last - first).days or rounds > MOST_SPANS:
        return [*spans, (today, latest)]
    for number in range(1, rounds + 1):
        back = timedelta(number * every_days)
        if last - back >= today:
            spans.append((max(first - back, today), last - back))
    return spans
