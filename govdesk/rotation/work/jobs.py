"""What the worker calls to ask second persons again."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError, ProgrammingError

from govdesk import clock
from govdesk.db import Sessions
from govdesk.files import PolicyFiles
from govdesk.rotation.office import Office
from govdesk.rotation.work.asking import ask_again, owed, put_off
from govdesk.rotation.work.checklist import read_checklist
from govdesk.rotation.work.rules import AskingAgain
from govdesk.settings import Settings

log = logging.getLogger(__name__)

BAD_ROW_RESTS = timedelta(hours=1)
BREATH_SECONDS = 0.005
"""Between two transactions: on SQLite whoever waits to write would otherwise hardly ever find a gap."""


def ask_seconds_again(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Owe all questions that are due again. Raises FileError when a file of the rules cannot be used."""
    now = clock.utcnow()
    with sessions() as session:
        if session.scalar(owed(now).limit(1)) is None:
            return
        office = Office.in_force(session, settings)
    asking = read_checklist(PolicyFiles(settings.policies)).second_person.asking
    while not stopping() and one(sessions, asking, now, office):
        time.sleep(BREATH_SECONDS)


def one(sessions: Sessions, asking: AskingAgain, now: datetime, office: Office) -> bool:
    """One transaction; False when nothing is owed."""
    with sessions() as session:
        work = session.scalar(owed(now).limit(1))
        if work is None:
            return False
        try:
            with session.begin_nested():
                ask_again(session, work, asking, now=now, office=office)
        except (OperationalError, ProgrammingError):  # no row's fault
            raise
        except Exception:
            log.exception("the question of the change %d rests for an hour", work.id)
            put_off(session, work, now + BAD_ROW_RESTS)
        session.commit()
    return True
