"""What the worker calls to queue reminders."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError, ProgrammingError

from govdesk import clock
from govdesk.db import Sessions
from govdesk.rotation import removal  # noqa: F401 (hears whose time is over)
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import put_off, remind_all, remind_one
from govdesk.settings import Settings

log = logging.getLogger(__name__)

BATCH = 500
BAD_ROW_RESTS = timedelta(hours=1)


def queue_reminders(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Queue all reminders that are owed now. Raises FileError when `rotation.yml` cannot be used."""
    now = clock.utcnow()
    with sessions() as session:
        office = Office.in_force(session, settings)
    while not stopping() and _batch(sessions, now, office):
        pass


def _batch(sessions: Sessions, now: datetime, office: Office) -> bool:
    """Many in one transaction; when one of them raises, each in its own."""
    try:
        return _together(sessions, now, office)
    except (OperationalError, ProgrammingError):  # no row's fault
        raise
    except Exception:
        log.exception("reminders could not be queued together, now one by one")
    return all(_alone(sessions, now, office) for _ in range(BATCH))


def _together(sessions: Sessions, now: datetime, office: Office) -> bool:
    with sessions() as session:
        due = session.scalars(owing_a_reminder(now).limit(BATCH)).all()
        remind_all(session, due, now=now, office=office)
        session.commit()
    return bool(due)


def _alone(sessions: Sessions, now: datetime, office: Office) -> bool:
    with sessions() as session:
        schedule = session.scalar(owing_a_reminder(now).limit(1))
        if schedule is None:
            return False
        try:
            with session.begin_nested():
                remind_one(session, schedule, now=now, office=office)
        except Exception:
            log.exception("the reminder of rotation schedule %d rests for an hour", schedule.id)
            put_off(session, schedule, now + BAD_ROW_RESTS)
        session.commit()
    return True
