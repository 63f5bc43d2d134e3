"""Which stage of a campaign is in force on a day, and which period a day lies in. No database, no clock."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from govdesk.directory.rules import name_key
from govdesk.i18n import _l
from govdesk.words import Labelled

START, OVERDUE, ESCALATED = "start", "overdue", "escalated"
"""Stages beside the numbers of days before the due day: `7`, `1`, `0`."""


class Level(StrEnum):
    """How far up a question has gone. Stored, so that a later one is not gone back from."""

    OWNER = "owner"
    MANAGER = "manager"
    COMMS = "comms"


class Every(Labelled):
    """How often all accounts are to be confirmed; communications may ask in between."""

    NEVER = "never", _l("Never by itself")
    QUARTER = "quarter", _l("Every quarter")
    HALF_YEAR = "half_year", _l("Twice a year")
    YEAR = "year", _l("Once a year")


MONTHS = {Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """A quarter, half-year or year."""

    name: str
    """Unique among all periods: `2027-Q2`, `2027-H1`, `2027`."""
    begins_on: date


@dataclass(frozen=True)
class Schedule:
    """Some accounts that are confirmed by themselves; without department and platform: all that no other has."""

    every: Every = Every.QUARTER
    title: str = ""
    department: str = ""
    """Its name; all below it count."""
    platform: str = ""
    switched_off: bool = False

    @property
    def is_on(self) -> bool:
        return not self.switched_off and self.every is not Every.NEVER

    @property
    def is_for_the_rest(self) -> bool:
        return not self.department and not self.platform

    @property
    def mark(self) -> str:
        """What its campaigns are known by, whatever it is called and however often it comes; "" for the rest."""
        scope = f"{name_key(self.department)}\n{self.platform}"
        return "" if self.is_for_the_rest else hashlib.sha256(scope.encode()).hexdigest()[:8]

    def name_in(self, period: "Period") -> str:
        """Unique among all campaigns that start by themselves: `2027-Q2`, `2027-Q2:1f0c9a3b`."""
        return f"{period.name}:{self.mark}" if self.mark else period.name


@dataclass(frozen=True)
class Terms:
    """What `policies/campaigns.yml` decides."""

    schedules: tuple[Schedule, ...] = (Schedule(),)
    answer_within_days: int = 21
    remind_days_before: tuple[int, ...] = (7, 1, 0)
    escalate_after_days: int = 7

    def stage_on(self, due_on: date, today: date) -> str:
        """The stage in force; of several reminders whose day has come, the latest."""
        left = (due_on - today).days
        if left < -self.escalate_after_days:
            return ESCALATED
        if left < 0:
            return OVERDUE
        reached = [days for days in self.remind_days_before if days >= left]
        return str(min(reached)) if reached else START


def level_of(stage: str) -> Level:
    """Who is asked first at a stage: the owner, after the due day their manager, in the end communications."""
    return {OVERDUE: Level.MANAGER, ESCALATED: Level.COMMS}.get(stage, Level.OWNER)


def period_of(every: Every, today: date) -> Period | None:
    """The period that `today` lies in; None when nothing starts by itself."""
    if every is Every.NEVER:
        return None
    months = MONTHS[every]
    number = (today.month - 1) // months
    mark = {Every.QUARTER: f"-Q{number + 1}", Every.HALF_YEAR: f"-H{number + 1}", Every.YEAR: ""}[every]
    return Period(f"{today.year}{mark}", date(today.year, number * months + 1, 1))


def period_after(every: Every, today: date) -> Period | None:
    """The next period; None when nothing starts by itself."""
    present = period_of(every, today)
    # The longest month has 31 days: so many days past its first day each month is over.
    return present and period_of(every, present.begins_on + timedelta(days=31 * MONTHS[every]))


def due_day(today: date, terms: Terms) -> date:
    """By when a campaign that starts `today` is to be answered, unless somebody names another day."""
    return today + timedelta(days=terms.answer_within_days)
