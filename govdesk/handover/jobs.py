"""What the worker calls: who is told that nothing happens in a hand-over, and that a department is empty."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.handover.models import Handover
from govdesk.handover.orphaned import ask_for_departments
from govdesk.handover.queries import open_ones
from govdesk.handover.rules import NUDGE_EVERY, STILL_OPEN, nudge_after
from govdesk.handover.stuck import tell_stuck
from govdesk.settings import Settings

BATCH = 200


def nudge(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Tell all that is owed today, from the hour on at which reminders go out."""
    now = clock.utcnow()
    today = clock.local_date(now, settings.timezone)
    if now >= clock.reminder_moment(today, settings.timezone):
        nudge_all(sessions, now=now, tz=settings.timezone, stopping=stopping)


def nudge_all(
    sessions: Sessions, *, now: datetime, tz: ZoneInfo, stopping: Callable[[], bool] = lambda: False
) -> None:
    """The same at `now`: of those that are stuck a batch in one transaction."""
    while not stopping() and _nudge_some(sessions, now, tz):
        pass


def ask_for_owners_of_empty_departments(
    sessions: Sessions, settings: Settings, _stopping: Callable[[], bool] = lambda: False
) -> None:
    """Once a month for each department in which nobody works any more."""
    now = clock.utcnow()
    with sessions() as session:
        ask_for_departments(session, now=now, today=clock.local_date(now, settings.timezone))
        session.commit()


def _nudge_some(sessions: Sessions, now: datetime, tz: ZoneInfo) -> bool:
    today = clock.local_date(now, tz)
    with sessions() as session:
        due = _claimed(session, today, tz)
        for handover in due:
            handover.nudged = nudge_after(handover.nudged)
            handover.nudge_on = today + NUDGE_EVERY
            tell_stuck(session, handover, now=now, today=today)
        session.commit()
    return bool(due)


def _claimed(session: Session, today: date, tz: ZoneInfo) -> list[Handover]:
    """Some that are due, kept from other workers: seven days after that of the latest step, then every seven."""
    first_quiet_day = clock.day_begins(today - NUDGE_EVERY + timedelta(days=1), tz)
    at_first = and_(Handover.nudged.is_(None), Handover.changed_at < first_quiet_day)
    again = and_(Handover.nudged.is_not(None), Handover.nudge_on <= today)
    owed = select(Handover.id).where(Handover.state.in_(STILL_OPEN), or_(at_first, again))
    owed = owed.order_by(Handover.changed_at, Handover.id)
    ids = session.scalars(owed.limit(BATCH).with_for_update(skip_locked=True)).all()
    return list(session.scalars(open_ones().where(Handover.id.in_(ids))).all())
