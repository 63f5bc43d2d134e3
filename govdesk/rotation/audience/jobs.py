"""What the worker calls to remind many."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError, ProgrammingError

from govdesk import clock
from govdesk.db import Sessions
from govdesk.rotation.audience import letters, words  # noqa: F401 (what is told of it, and in which words)
from govdesk.rotation.audience.queries import owed
from govdesk.rotation.audience.sending import put_off, tell_some
from govdesk.settings import Settings

log = logging.getLogger(__name__)

BAD_ROW_RESTS = timedelta(hours=1)
BREATH_SECONDS = 0.005
"""Between two transactions: on SQLite whoever waits to write would otherwise hardly ever find a gap."""


def remind_audiences(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Record all that is owed now; told to stop, after the batch in hand."""
    now = clock.utcnow()
    while not stopping() and one_batch(sessions, now, settings.timezone):
        time.sleep(BREATH_SECONDS)


def one_batch(sessions: Sessions, now: datetime, tz: ZoneInfo) -> bool:
    """One transaction; False when nothing is owed."""
    with sessions() as session:
        reminder = session.scalar(owed(now).limit(1))
        if reminder is None:
            return False
        try:
            with session.begin_nested():
                tell_some(session, reminder, now=now, tz=tz)
        except (OperationalError, ProgrammingError):  # no row's fault
            raise
        except Exception:
            log.exception("the reminder %d to many rests for an hour", reminder.id)
            put_off(session, reminder, now + BAD_ROW_RESTS)
        session.commit()
    return True
