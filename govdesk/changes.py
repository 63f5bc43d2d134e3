"""Telling the rooms who left, moved or is back: each change once, in one transaction, however many workers try."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import aliased

from govdesk import clock
from govdesk.db import Sessions
from govdesk.directory.models import ChangeKind, PersonChange
from govdesk.leavers import tell_of_leaver, tell_of_returner
from govdesk.movers import tell_of_mover
from govdesk.rotation.office import Office
from govdesk.settings import Settings

log = logging.getLogger(__name__)

STORIES = {
    ChangeKind.LEFT: tell_of_leaver,
    ChangeKind.MOVED: tell_of_mover,
    ChangeKind.RETURNED: tell_of_returner,
}
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
BREATH_SECONDS = 0.005
"""Between two transactions: on SQLite whoever waits to write would otherwise hardly ever find a gap."""


def tell_the_rooms(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Tell all that is owed now. Raises FileError when `rotation.yml` cannot be used."""
    office, now = Office.of(settings), clock.utcnow()
    while not stopping() and tell_next(sessions, now=now, office=office):
        time.sleep(BREATH_SECONDS)


def tell_next(sessions: Sessions, *, now: datetime, office: Office) -> bool:
    """Tell of the change that has waited longest; False when none is owed.

    When that fails nothing of it is written, and it is tried again later: the next one has its turn.
    """
    with sessions() as session:
        change = session.scalar(owed(now).limit(1).with_for_update(skip_locked=True, of=PersonChange))
        if change is None:
            return False
        try:
            with session.begin_nested():
                STORIES[change.kind](session, change, now, office)
                change.told_at = now
        except (OperationalError, ProgrammingError):  # the database's fault, not this change's
            raise
        except Exception:
            session.refresh(change)
            change.tell_at = now + pause_after(change)
            log.exception("the rooms could not be told of change %d; next try %s", change.id, change.tell_at)
        session.commit()
    return True


def owed(now: datetime) -> Select[PersonChange]:
    """Changes to tell of, the longest first; of one person never the later before the earlier."""
    earlier = aliased(PersonChange)
    waits_for = select(earlier.id).where(
        earlier.person_id == PersonChange.person_id, earlier.id < PersonChange.id, earlier.told_at.is_(None)
    )
    return (
        select(PersonChange)
        .where(PersonChange.told_at.is_(None), PersonChange.tell_at <= now, ~waits_for.exists())
        .order_by(PersonChange.tell_at, PersonChange.id)
    )


def pause_after(change: PersonChange) -> timedelta:
    """5, 10, 20 … minutes: as long as has been waited so far and five minutes more, at most an hour."""
    return min(change.tell_at - change.changed_at + FIRST_PAUSE, LONGEST_PAUSE)
