"""When mail that can wait does wait: the organisation's hours, and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.db import among
from govdesk.notify.models import QuietHours


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


def hours_of(session: Session, people: Sequence[int]) -> dict[int | None, Hours]:
    """Their own quiet hours, by the ids of those people who have set any."""
    found = session.scalars(select(QuietHours).where(among(session, QuietHours.person_id, people)))
    return {row.person_id: Hours(row.begins, row.ends) for row in found}
