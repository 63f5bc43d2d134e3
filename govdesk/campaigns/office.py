"""How campaigns go in this organisation: its time zone, and what `policies/campaigns.yml` says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from govdesk import clock
from govdesk.campaigns.rules import Every, Schedule, Terms
from govdesk.files import FileError, PolicyFiles, line_of
from govdesk.settings import Settings

FILE = "campaigns.yml"


def _all_different(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days):
        raise ValueError("a day stands twice")
    return days


Days = Annotated[int, Field(ge=0, le=365)]


class _Schedule(BaseModel):
    """One of the `schedules`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Annotated[str, Field(min_length=1, max_length=150)]
    every: Annotated[Every, Field(strict=False)]
    department: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    platform: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    switched_off: bool = False

    def as_rule(self) -> Schedule:
        return Schedule(self.every, self.title, self.department or "", self.platform or "", self.switched_off)


class _File(BaseModel):
    """The content of `campaigns.yml`; what it leaves out has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)

    recertify_every: Annotated[Every, Field(strict=False)] | None = None
    schedules: Annotated[tuple[_Schedule, ...], Field(strict=False)] | None = None
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
    rest = content.model_dump(exclude={"recertify_every", "schedules"})
    if content.schedules is None:
        return Terms((Schedule(content.recertify_every or Every.QUARTER),), **rest)
    schedules = tuple(one.as_rule() for one in content.schedules)
    for place, reason in _faults(content, schedules, files):
        raise FileError(FILE, f"{'.'.join(map(str, place))}: {reason}", line_of(files.text(FILE), place))
    return Terms(schedules, **rest)


def _faults(
    content: _File, schedules: Sequence[Schedule], files: PolicyFiles
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What no single value can tell, and where it stands."""
    if content.recertify_every is not None:
        yield ("recertify_every",), "leave this out where there are `schedules`"
    platforms = {Path(name).stem for name in files.glob("platforms/*.yml")}
    seen: set[str] = set()
    for number, one in enumerate(schedules):
        if one.platform and one.platform not in platforms:
            yield ("schedules", number, "platform"), f"there is no platform {one.platform!r} in platforms/"
        if one.mark in seen:
            yield ("schedules", number), "the same accounts have a schedule already"
        seen.add(one.mark)


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
