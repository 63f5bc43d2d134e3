"""What the worker does for the door: old tries are forgotten, break-glass accounts end."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, or_

from govdesk import clock
from govdesk.db import Sessions
from govdesk.settings import Settings
from govdesk.signin import breakglass
from govdesk.signin.limits import FAMILIAR_FOR
from govdesk.signin.models import AddressTries, LoginTries, Place

A_DAY = timedelta(days=1)
"""No window and no place in a line is older: `signin.yml` allows no longer one."""


def close_expired(sessions: Sessions, settings: Settings, _stopping: Callable[[], bool]) -> None:
    """Until it runs, an account whose time is over opens nothing all the same."""
    now = clock.utcnow()
    with sessions() as session:
        breakglass.close_expired(session, now=now, today=clock.local_date(now, settings.timezone))
        session.commit()


def forget_old_tries(sessions: Sessions, _settings: Settings, _stopping: Callable[[], bool]) -> None:
    """Who tried from where is kept no longer than it counts."""
    now = clock.utcnow()
    over = now - 2 * A_DAY  # a try that is being made at this moment keeps its rows
    is_no_success = or_(Place.succeeded_at.is_(None), Place.succeeded_at <= now - FAMILIAR_FOR)
    waits_no_more = or_(Place.turn_at.is_(None), Place.turn_at <= over)
    with sessions() as session:
        session.execute(delete(AddressTries).where(AddressTries.began_at <= over))
        session.execute(delete(LoginTries).where(LoginTries.last_at <= over))
        session.execute(delete(Place).where(is_no_success, waits_no_more, Place.counts_since <= over))
        session.commit()
