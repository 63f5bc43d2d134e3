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
BATCH = 500
LEAST_BREATH_SECONDS = 0.005
SHARE_OF_OTHERS = 0.5
"""Between two transactions, in parts of how long the last one took: on SQLite whoever waits to write would otherwise
hardly ever find a gap, least on a slow machine."""


def tell_the_rooms(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Tell all that is owed now, by the version of the rules in force.

    Raises FileError when there is none yet and `rotation.yml` cannot be used.
    """
    with sessions() as session:
        office = Office.in_force(session, settings)
    tell_all(sessions, now=clock.utcnow(), office=office, stopping=stopping)


def tell_all(
    sessions: Sessions, *, now: datetime, office: Office, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Tell all that is owed at `now`; gives how many changes were told here rather than by another worker."""
    told = 0
    while not stopping():
        with sessions() as session:
            waiting = session.scalars(_owed(now).with_only_columns(PersonChange.id).limit(BATCH)).all()
        taken = told
        for change_id in waiting:
            if stopping():
                break
            told += _tell_one(sessions, change_id, now, office)
        if told == taken:
            break
    return told


def _tell_one(sessions: Sessions, change_id: int, now: datetime, office: Office) -> bool:
    """False when it was not told here.

    When telling fails nothing of it is written, and it is tried again later: the next one has its turn.
    """
    began = clock.ticking()
    with sessions() as session:
        change = session.scalar(_in_turn(change_id, now).with_for_update(skip_locked=True, of=PersonChange))
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
        is_told = change.told_at is not None
    time.sleep(max(LEAST_BREATH_SECONDS, SHARE_OF_OTHERS * (clock.ticking() - began)))
    return is_told


def _owed(now: datetime) -> Select[PersonChange]:
    """Changes to tell of, the longest first."""
    return (
        select(PersonChange)
        .where(PersonChange.told_at.is_(None), PersonChange.tell_at <= now)
        .order_by(PersonChange.tell_at, PersonChange.id)
    )


def _in_turn(change_id: int, now: datetime) -> Select[PersonChange]:
    """One change, while it is owed; of one person never the later before the earlier."""
    earlier = aliased(PersonChange)
    waits_for = select(earlier.id).where(
        earlier.person_id == PersonChange.person_id, earlier.id < PersonChange.id, earlier.told_at.is_(None)
    )
    return _owed(now).where(PersonChange.id == change_id, ~waits_for.exists())


def pause_after(change: PersonChange) -> timedelta:
    """5, 10, 20 … minutes: as long as has been waited so far and five minutes more, at most an hour."""
    return min(change.tell_at - change.changed_at + FIRST_PAUSE, LONGEST_PAUSE)
