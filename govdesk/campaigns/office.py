"""How campaigns go in this organisation: its time zone, and what `policies/campaigns.yml` says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from govdesk import clock
from govdesk.campaigns.rules import Every, Terms
from govdesk.files import FileError, PolicyFiles
from govdesk.settings import Settings

FILE = "campaigns.yml"


def _all_different(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days):
        raise ValueError("a day stands twice")
    return days


Days = Annotated[int, Field(ge=0, le=365)]


class _File(BaseModel):
    """The content of `campaigns.yml`; what it leaves out has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)

    recertify_every: Annotated[Every, Field(strict=False)] = Terms.recertify_every
    answer_within_days: Annotated[int, Field(ge=1, le=365)] = Terms.answer_within_days
    remind_days_before: Annotated[tuple[Days, ...], Field(strict=False), AfterValidator(_all_different)] = (
        Terms.remind_days_before
    )
    escalate_after_days: Annotated[int, Field(ge=1, le=365)] = Terms.escalate_after_days


def read_terms(files: PolicyFiles) -> Terms:
    """What `campaigns.yml` says. Raises FileError."""
    try:
        content = _File.model_validate(files.yaml(FILE) or {})
    except ValidationError as error:
        raise FileError.of(FILE, error, files.text(FILE)) from None
    return Terms(**dict(content))


@dataclass(frozen=True)
class Office:
    """What every decision about a campaign needs beside its rows."""

    tz: ZoneInfo
    terms: Terms

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises FileError."""
        return cls(settings.timezone, read_terms(PolicyFiles(settings.policies)))

    def today(self, now: datetime) -> date:
        return clock.local_date(now, self.tz)

    def next_look(self, now: datetime) -> datetime:
        """The next morning: whom to ask and remind is looked at once a day."""
        return clock.reminder_moment(self.today(now) + timedelta(days=1), self.tz)
