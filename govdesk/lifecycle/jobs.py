"""What the worker calls: whoever a request lies with for days is reminded."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.lifecycle import notices
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import request_of
from govdesk.lifecycle.rules import REMIND_AFTER
from govdesk.settings import Settings


def remind_stuck(sessions: Sessions, _settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Remind of all that lies too long."""
    remind_all(sessions, now=clock.utcnow(), stopping=stopping)


def remind_all(sessions: Sessions, *, now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
    """The same at `now`, one transaction for each request."""
    with sessions() as session:
        due = select(AccountRequest.id).where(AccountRequest.remind_at <= now).order_by(AccountRequest.remind_at)
        lying = session.scalars(due).all()
    for request_id in lying:
        if stopping():
            return
        _remind(sessions, request_id, now)


def _remind(sessions: Callable[[], Session], request_id: int, now: datetime) -> None:
    """Of several workers one wins."""
    with sessions() as session:
        claimed = session.scalar(
            update(AccountRequest)
            .where(AccountRequest.id == request_id, AccountRequest.remind_at <= now)
            .values(remind_at=now + REMIND_AFTER)
            .returning(AccountRequest.id)
            .execution_options(synchronize_session=False)
        )
        if claimed is not None:
            notices.remind(session, request_of(session, claimed), now=now)
        session.commit()
