"""When reminders go out in this organisation: its time zone, and what `policies/rotation.yml` says."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from govdesk import clock
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.rules import Reminders, stage_name
from govdesk.settings import Settings

FILE = "rotation.yml"


def _all_different(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days):
        raise ValueError("a day stands twice")
    return days


Days = Annotated[int, Field(ge=0, le=365)]


class _File(BaseModel):
    """The content of `rotation.yml`; what it leaves out has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)

    remind_days_before: Annotated[tuple[Days, ...], Field(strict=False), AfterValidator(_all_different)] = (
        Reminders.days_before
    )
    grace_days: Days = Reminders.grace_days
    overdue_every_days: Annotated[int, Field(ge=1, le=365)] = Reminders.overdue_every_days


def read_reminders(files: PolicyFiles) -> Reminders:
    """What `rotation.yml` says. Raises FileError."""
    try:
        content = _File.model_validate(files.yaml(FILE) or {})
    except ValidationError as error:
        raise FileError.of(FILE, error, files.text(FILE)) from None
    return Reminders(content.remind_days_before, content.grace_days, content.overdue_every_days)


@dataclass(frozen=True)
class Office:
    """What every decision about reminders needs beside the schedule."""

    tz: ZoneInfo
    reminders: Reminders

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises FileError."""
        return cls(settings.timezone, read_reminders(PolicyFiles(settings.policies)))

    def today(self, now: datetime) -> date:
        return clock.local_date(now, self.tz)

    def remind_at(self, due_on: date | None, stage: str | None, now: datetime) -> datetime | None:
        """When the next reminder is owed after `stage`: at once if the stage in force is another."""
        if due_on is None:
            return None
        today = self.today(now)
        in_force = self.reminders.stage_on(due_on, today)
        if in_force is not None and stage_name(in_force) != stage:
            return now
        return clock.reminder_moment(self.reminders.next_day(due_on, today), self.tz)
