"""What the worker calls: accounts that nobody has reckoned yet, ends by the calendar, exceptions to tell of."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.exposure.exceptions import reopen
from govdesk.exposure.over import tell_over
from govdesk.exposure.queries import exceptions_that_end
from govdesk.exposure.reckoning import outdated, reckon, unreckoned
from govdesk.exposure.warning import warn_of_one
from govdesk.settings import Settings

BATCH = 500


def keep_forecasts(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Bring forecasts up to date that no change has touched."""
    now = clock.utcnow()
    tz = settings.timezone
    keep_all(sessions, now=now, today=clock.local_date(now, tz), tz=tz, stopping=stopping)
    warn_of_ends(sessions, now=now, tz=settings.timezone, stopping=stopping)


def keep_all(
    sessions: Sessions, *, now: datetime, today: date, tz: ZoneInfo, stopping: Callable[[], bool] = lambda: False
) -> None:
    """The same at `now`, one transaction for each batch of accounts and for each exception."""
    tell = partial(tell_over, now=now, today=today, tz=tz)
    for waiting in (unreckoned, partial(outdated, today)):
        last: int | None = 0
        while last is not None and not stopping():
            last = _reckon_some(sessions, waiting(last), today, tell)
    while not stopping() and _reopen_one(sessions, now, today):
        pass


def warn_of_ends(
    sessions: Sessions, *, now: datetime, tz: ZoneInfo, stopping: Callable[[], bool] = lambda: False
) -> None:
    """Tell of exceptions that come to their end, one transaction for each."""
    found = True
    while found and not stopping():
        with sessions() as session:
            found = warn_of_one(session, now=now, tz=tz)
            session.commit()


def _reckon_some(
    sessions: Sessions, waiting: Select[int], today: date, tell: Callable[[Session, Sequence[int]], None]
) -> int | None:
    """The last account that was reckoned; None when none waits."""
    with sessions() as session:
        some = session.scalars(waiting.limit(BATCH)).all()
        reckon(session, some, today)
        tell(session, some)
        session.commit()
    return some[-1] if some else None


def _reopen_one(sessions: Callable[[], Session], now: datetime, today: date) -> bool:
    with sessions() as session:
        exception = session.scalar(exceptions_that_end(today).limit(1))
        if exception is not None:
            reopen(session, exception, now=now, today=today)
        session.commit()
    return exception is not None
