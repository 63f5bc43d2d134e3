"""How often one address may ask without signing in; kept in memory, so that asking writes nothing anywhere.

Each process counts for itself: with n processes an address gets at most n times as much, and a restart forgets.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil
from threading import Lock


@dataclass
class Allowance:
    """A stock of requests per address that fills up again steadily (the generic cell rate algorithm)."""

    stock: int
    """Requests at once."""
    per_second: float
    """Requests that come back each second."""
    addresses: int
    """How many addresses are remembered; of more, those that have been silent longest begin anew."""
    _full_at: OrderedDict[str, float] = field(default_factory=OrderedDict)
    """Address → the moment at which its stock is whole again; the last asked stands last."""
    _lock: Lock = field(default_factory=Lock)

    def take(self, address: str, *, now: float, cost: int = 1) -> int:
        """Take `cost` requests at the moment `now` (seconds of any steady clock).

        0 when they were there, else how many seconds to wait for them; then nothing is taken.
        """
        with self._lock:
            full_at = max(self._full_at.get(address, now), now) + cost / self.per_second
            excess = full_at - now - self.stock / self.per_second
            if excess > 0:
                return ceil(excess)
            self._full_at[address] = full_at
            self._full_at.move_to_end(address)
            if len(self._full_at) > self.addresses:
                self._full_at.popitem(last=False)
            return 0
