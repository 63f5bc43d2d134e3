"""The line of strangers before one login: who is next, and when. Pure.

Unfamiliar addresses share few tries. So they stand in line by network: first the first of each network, in the order
in which they came, then the second of each, and so on. Whoever attacks from a thousand neighbouring addresses is
one in the line, and a person at a new address stands behind the attackers' networks, not behind their addresses.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from govdesk.signin.limits import LONGEST_WAIT, TURN_LASTS, Limits, network_of


@dataclass(frozen=True)
class Waiting:
    """An address and since when it waits."""

    address: str
    since: datetime


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """First come, first served, one of each network in turn."""
    before: Counter[str] = Counter()
    ranked = []
    for one in sorted(waiting, key=lambda one: (one.since, one.address)):
        network = network_of(one.address)
        ranked.append((before[network], one))
        before[network] += 1
    return [one for _rank, one in sorted(ranked, key=lambda pair: pair[0])]


def turn(place: int, free: int, limits: Limits, *, last_at: datetime, now: datetime) -> datetime:
    """When the one at `place` (0 is the first) has its turn; `now` when one of the `free` tries is its own.

    The directory forgets once it is left alone for a window, counted from `last_at`; then as many have their turn
    as strangers have tries, and so on.
    """
    if place < free:
        return now
    # Those before in the line may use what is free until their turns are over.
    last_at = max(last_at, now + TURN_LASTS) if free else last_at
    later = (place - free) // limits.strangers
    return min(last_at + limits.window + later * (limits.window + TURN_LASTS), now + LONGEST_WAIT)
