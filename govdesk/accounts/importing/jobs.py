"""What the worker calls: files that are too long for a request are looked at, brought in and taken back."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.importing import queries
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.actions.progress import TakenOver, claim, go_on, stands_still
from govdesk.accounts.importing.models import AccountImport, ImportWork
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.db import Sessions
from govdesk.errors import Conflict, Invalid
from govdesk.settings import Settings

log = logging.getLogger(__name__)
BREATH_SECONDS = 0.01
"""Between two portions: on SQLite whoever waits to write would otherwise hardly ever find a gap."""

Stopping = Callable[[], bool]


def work_on_imports(sessions: Sessions, settings: Settings, stopping: Stopping = lambda: False) -> None:
    """All that waits. What fails is logged and tried again when it has stood still for some minutes."""
    with sessions() as session:
        waiting = session.scalars(queries.waiting(clock.utcnow())).all()
    for import_id in waiting:
        if stopping():
            return
        with sessions() as session:
            received = session.get_one(AccountImport, import_id)
            try:
                _work_on(session, received, settings, stopping)
            except TakenOver:
                session.rollback()
                log.warning("import %d is in other hands now", import_id)
            except (Invalid, Conflict) as error:
                session.rollback()
                _give_up(session, received, str(error))


def _work_on(session: Session, received: AccountImport, settings: Settings, stopping: Stopping) -> None:
    now = clock.utcnow()
    awaited = received.awaits
    if awaited is None or not claim(session, received, AccountImport.awaits == awaited, stands_still(now), now=now):
        return
    session.commit()
    for done in _steps(session, received, awaited, now, settings):
        go_on(session, received, done, at=clock.utcnow())
        session.commit()
        if stopping():
            _lay_down(session, received)
            return
        time.sleep(BREATH_SECONDS)
    received.awaits = received.went_on_at = None
    session.commit()


def _steps(
    session: Session, received: AccountImport, awaited: ImportWork, now: datetime, settings: Settings
) -> Iterator[int]:
    """The rows done so far."""
    platforms = catalogue(settings.policies)
    today = clock.local_date(now, settings.timezone)
    if awaited is ImportWork.LOOK:
        yield from imports.look_long(session, received, platforms, queries.department_keys(session))
    elif awaited is ImportWork.APPLY:
        yield from imports.apply(
            session, received, by=received.asked_by, now=now, today=today, platforms=platforms, is_mine=True
        )
    else:
        for undone in undoing.undo(session, received, by=received.asked_by, now=now, today=today, is_mine=True):
            yield undone.removed + undone.put_back + len(undone.kept)


def _lay_down(session: Session, received: AccountImport) -> None:
    """The worker ends: the next one takes this up at once."""
    received.went_on_at = None
    session.commit()


def _give_up(session: Session, received: AccountImport, reason: str) -> None:
    received.awaits, received.went_on_at, received.failure = None, None, reason[:500]
    session.commit()
