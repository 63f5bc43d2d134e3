"""Stretches of the last year or two, the latest first, by which figures are told over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, Self

from govdesk.i18n import _l
from govdesk.reports.quarters import Quarter
from govdesk.reports.report import Choice

MONTHS, QUARTERS = "months", "quarters"
CHOICES: Sequence[Choice] = ((MONTHS, _l("The last twelve months")), (QUARTERS, _l("The last eight quarters")))
_HOW_MANY = {MONTHS: 12, QUARTERS: 8}


class Period(Protocol):
    @property
    def name(self) -> str:
        """`2027-03`, `2027-Q1`: in the order of time."""

    @property
    def begins_on(self) -> date: ...

    @property
    def last(self) -> "Period":
        """The one before."""


@dataclass(frozen=True)
class Month:
    begins_on: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @property
    def name(self) -> str:
        return f"{self.begins_on:%Y-%m}"

    @property
    def last(self) -> Self:
        return self.of(self.begins_on - timedelta(days=1))


def periods(kind: str, today: date) -> list[Period]:
    """The one that `today` lies in and those before it, the latest first."""
    found: list[Period] = [Quarter.of(today) if kind == QUARTERS else Month.of(today)]
    while len(found) < _HOW_MANY.get(kind, _HOW_MANY[MONTHS]):
        found.append(found[-1].last)
    return found


def period_of(day: date, among: Sequence[Period]) -> Period:
    """The one that a day lies in; whatever is older stands in the oldest."""
    return next((period for period in among if period.begins_on <= day), among[-1])
