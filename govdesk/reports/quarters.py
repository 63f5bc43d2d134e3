"""Quarters of the calendar year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from govdesk.campaigns.rules import Every, period_of


@dataclass(frozen=True)
class Quarter:
    name: str
    """`2027-Q2`."""
    begins_on: date

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that `day` lies in."""
        period = period_of(Every.QUARTER, day)
        assert period is not None
        return cls(period.name, period.begins_on)

    @property
    def last(self) -> Self:
        """The one before."""
        return self.of(self.begins_on - timedelta(days=1))

    @property
    def next(self) -> Self:
        """The one after; no quarter is longer than 92 days."""
        return self.of(self.begins_on + timedelta(days=93))
