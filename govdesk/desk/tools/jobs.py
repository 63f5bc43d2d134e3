"""What the worker calls: whoever decided about a tool, and whoever asked for it, hears that its time ends."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.access import Role
from govdesk.db import Sessions
from govdesk.desk.tools.actions import reminder_after
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.tools.queries import owing_a_reminder
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.settings import Settings

ENDING = "tool_ending"


def tell_of_ends(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Tell of all tools whose day has come, one transaction for each."""
    tell_all(sessions, now=clock.utcnow(), tz=settings.timezone, stopping=stopping)


def tell_all(
    sessions: Sessions, *, now: datetime, tz: ZoneInfo, stopping: Callable[[], bool] = lambda: False
) -> None:
    """The same at `now`."""
    found = True
    while found and not stopping():
        with sessions() as session:
            found = tell_of_one(session, now=now, tz=tz)
            session.commit()


def tell_of_one(session: Session, *, now: datetime, tz: ZoneInfo) -> bool:
    """Whether there was one; of days that were missed only one is told."""
    tool = session.scalar(owing_a_reminder(now).limit(1))
    if tool is None:
        return False
    today = clock.local_date(now, tz)
    tool.remind_at = reminder_after(tool.until_on, today, tz)
    assert tool.until_on is not None, "only what ends has a reminder"
    stage = max((tool.until_on - today).days, 0)
    for person in _concerned(session, tool):
        key = f"tool:{tool.id}:{tool.until_on}:{stage}:p{person.id}"
        context = {"until_on": tool.until_on.isoformat()}
        notify.queue(session, ENDING, subject=tool, to=person, key=key, at=now, context=context)
    return True


def _concerned(session: Session, tool: SanctionedTool) -> list[Person]:
    """Who decided and who asked, as far as they work here; security where nobody of them does."""
    found = [tool.reviewed_by, tool.ticket.requester if tool.ticket else None]
    here = [person for person in dict.fromkeys(found) if person is not None and person.is_employed]
    return here or list(session.scalars(people_with_role(Role.SECURITY)))
