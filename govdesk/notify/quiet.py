"""When mail that can wait does wait: the organisation's hours in `policies/notices.yml`, and a person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.files import FileError, PolicyFiles
from govdesk.notify.models import QuietHours
from govdesk.notify.recipients import Reader

FILE = "notices.yml"


@dataclass(frozen=True)
class Hours:
    """From one time of day in office time to another, over midnight when that comes first."""

    begins: time
    ends: time

    def end(self, now: datetime, tz: ZoneInfo) -> datetime | None:
        """When they are over (UTC); None while they are not on."""
        local = now.astimezone(tz)
        for day in (local.date() - timedelta(days=1), local.date()):
            begins, ends = datetime.combine(day, self.begins, tz), datetime.combine(day, self.ends, tz)
            if self.ends <= self.begins:
                ends = datetime.combine(day + timedelta(days=1), self.ends, tz)
            # Compared in UTC: between two local times a change of the clocks is not seen.
            if begins.timestamp() <= now.timestamp() < ends.timestamp():
                return datetime.fromtimestamp(ends.timestamp(), now.tzinfo)
        return None


class _Quiet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    begins: time = Field(alias="from")
    ends: time = Field(alias="to")

    @model_validator(mode="after")
    def _some_are_left(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("from and to are the same: nothing would ever leave")
        return self


class _File(BaseModel):
    """The content of `notices.yml`."""

    model_config = ConfigDict(extra="forbid")

    quiet_hours: _Quiet | None = None


def read_hours(files: PolicyFiles) -> Hours | None:
    """What `notices.yml` says; None when there are no quiet hours. Raises FileError."""
    try:
        quiet = _File.model_validate(files.yaml(FILE) or {}).quiet_hours
    except ValidationError as error:
        raise FileError.of(FILE, error, files.text(FILE)) from None
    return None if quiet is None else Hours(quiet.begins, quiet.ends)


def hours_of(session: Session, readers: Iterable[Reader]) -> dict[int, Hours]:
    """Their own quiet hours, by the ids of those people who have set any."""
    ids = [reader.id for reader in readers if isinstance(reader, Person)]
    found = session.scalars(select(QuietHours).where(QuietHours.person_id.in_(ids)))
    return {row.person_id: Hours(row.begins, row.ends) for row in found}
