"""When reminders go out in this organisation: its time zone, and what its rules say."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.reading import Plan, plan_of, read_plan
from govdesk.rotation.plan.rule import Facts, Rule, Rules
from govdesk.rotation.plan.versions import newest_text
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.rules import Reminders, stage_of
from govdesk.settings import Settings
from govdesk.working_days import WorkingDays

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """What every decision about reminders needs beside the schedule."""

    tz: ZoneInfo
    reminders: Reminders
    """Where no rule says otherwise."""
    rules: Rules = field(default_factory=Rules)
    days: WorkingDays = field(default_factory=WorkingDays)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the file says. Raises FileError."""
        return cls.by(read_plan(PolicyFiles(settings.policies)), settings.timezone)

    @classmethod
    def in_force(cls, session: Session, settings: Settings) -> Self:
        """As the newest version of the rules says; before there is any, as the file does. Raises FileError.

        A version that a later program understands no more stops no reminder: then the file counts, too.
        """
        text = newest_text(session)
        try:
            return cls.of(settings) if text is None else cls.by(plan_of(text), settings.timezone)
        except FileError as error:
            if text is None:
                raise
            log.error("the rules in force cannot be used, the file counts: %s", error)
            return cls.of(settings)

    @classmethod
    def by(cls, plan: Plan, tz: ZoneInfo) -> Self:
        return cls(tz, plan.rules.otherwise.reminders, plan.rules, plan.days)

    def today(self, now: datetime) -> date:
        return clock.local_date(now, self.tz)

    def rule_of(self, schedule: RotationSchedule) -> Rule:
        """The one that applies to a schedule: the first of the list, or what holds otherwise."""
        return self.rule_for(schedule.account, schedule.credential)

    def rule_for(self, account: SocialAccount, credential: str) -> Rule:
        """The same for a credential that may have no schedule."""
        above = lineage(account.accountable) if self.rules.look_at_departments else ()
        keys = frozenset(department.key for department in above)
        found = self.rules.of(Facts(account.platform, account.tier, keys, credential))
        return found if found.name else replace(found, reminders=self.reminders)

    def reminders_of(self, schedule: RotationSchedule, rule: Rule | None = None) -> Reminders:
        """How its rule (looked up unless known) reminds of a schedule, for the reason for which it is due now."""
        reminders = (rule or self.rule_of(schedule)).reminders
        return reminders if schedule.reason is RotationReason.SCHEDULED else reminders.at_once()

    def grace_days(self, schedule: RotationSchedule) -> int:
        """Days after the due day on which a schedule is not overdue yet: none where an event demands it."""
        return self.reminders_of(schedule).grace_days

    def place_of(self, department: Department | None) -> str | None:
        """Where a department is: its own country, else that of the nearest one above."""
        if not self.days.countries:
            return self.days.country
        places = (self.days.countries.get(above.key) for above in lineage(department))
        return next((place for place in places if place), self.days.country)

    def open_moment(self, now: datetime, department: Department | None) -> datetime:
        """`now`, or when the office of a department opens next."""
        return self.days.open_moment(now, self.place_of(department), self.tz)

    def remind_at(
        self, due_on: date | None, stage: str | None, now: datetime, reminders: Reminders | None = None
    ) -> datetime | None:
        """When the next reminder is owed after `stage`: at once if a later one is in force."""
        if due_on is None:
            return None
        today, reminders = self.today(now), reminders or self.reminders
        if is_new(reminders.stage_on(due_on, today), stage):
            return now
        return clock.reminder_moment(reminders.next_day(due_on, today), self.tz)


def is_new(stage: int | None, reached: str | None) -> bool:
    """Whether a stage comes after the one that was reached."""
    before = stage_of(reached)
    return stage is not None and (before is None or stage > before)


def lineage(department: Department | None) -> Iterator[Department]:
    """A department and all above it."""
    seen: set[int] = set()
    while department is not None and department.id not in seen:
        yield department
        seen.add(department.id)
        department = department.parent
