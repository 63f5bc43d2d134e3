"""A worker's hold on one mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE = timedelta(seconds=60)
USABLE = timedelta(seconds=20)
"""How much of a lease is used: the rest is left for one slow send, so that a lease never ends during one."""


@dataclass(frozen=True)
class Claim:
    """One mail that is ours to send until `until`; the moment also tells our claim from any later one."""

    parcel_id: int
    until: datetime

    def is_usable(self, now: datetime) -> bool:
        return now < self.until - LEASE + USABLE
