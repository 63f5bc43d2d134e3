"""What the worker calls: whoever a request lies with for days is reminded."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, not_, or_, select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.lifecycle import notices
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import request_of
from govdesk.lifecycle.rules import REMIND_AFTER, Kind, RequestState
from govdesk.settings import Settings


def remind_stuck(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Remind of all that lies too long."""
    remind_all(sessions, now=clock.utcnow(), tz=settings.timezone, stopping=stopping)


def remind_all(
    sessions: Sessions, *, now: datetime, tz: ZoneInfo, stopping: Callable[[], bool] = lambda: False
) -> None:
    """The same at `now`, one transaction for each request."""
    with sessions() as session:
        due = select(AccountRequest.id).where(AccountRequest.remind_at <= now, _may_be_done(now, tz))
        lying = session.scalars(due.order_by(AccountRequest.remind_at)).all()
    for request_id in lying:
        if stopping():
            return
        _remind(sessions, request_id, now)


def _may_be_done(now: datetime, tz: ZoneInfo) -> ColumnElement[bool]:
    """Of an account that is to be closed, not before the morning after its last day, in office time."""
    today = clock.local_date(now, tz)
    latest = today - timedelta(days=1 if now >= clock.reminder_moment(today, tz) else 2)
    is_to_close = and_(AccountRequest.kind == Kind.CLOSE, AccountRequest.state == RequestState.APPROVED)
    return or_(not_(is_to_close), AccountRequest.last_on.is_(None), AccountRequest.last_on <= latest)


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
