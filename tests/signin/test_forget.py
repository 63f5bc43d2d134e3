"""Who tried from where is forgotten when it counts no more."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.settings import Settings
from govdesk.signin import throttle
from govdesk.signin.jobs import forget_old_tries
from govdesk.signin.limits import Limits
from govdesk.signin.models import AddressTries, LoginTries, Place
from govdesk.signin.throttle import Try
from tests.conftest import NOW

LIMITS = Limits.below(5, timedelta(minutes=30))
DAY = timedelta(days=1)
KINDS = (AddressTries, Place, LoginTries)


@pytest.mark.parametrize(
    ("days", "left"), [(0, (1, 4, 1)), (1, (1, 4, 1)), (3, (0, 1, 0)), (29, (0, 1, 0)), (30, (0, 0, 0))]
)
def test_tries_are_forgotten_after_two_days_and_successes_after_thirty(
    session: Session, sessions: Sessions, settings: Settings, days: int, left: tuple[int, int, int]
) -> None:
    throttle.take_from_address(session, "192.0.2.1", now=NOW)
    for address in ("192.0.2.1", "192.0.2.2", "198.51.100.1"):  # the last two have to wait
        throttle.take(session, "key", address, LIMITS, now=NOW)
        throttle.take(session, "key", address, LIMITS, now=NOW)
    success = throttle.take(session, "another key", "192.0.2.1", LIMITS, now=NOW)
    assert isinstance(success, Try)
    throttle.make_familiar(session, success, now=NOW)
    session.delete(session.get_one(LoginTries, "another key"))
    session.commit()
    with time_machine.travel(NOW + days * DAY, tick=False):
        forget_old_tries(sessions, settings, lambda: False)
    assert tuple(session.scalar(select(func.count()).select_from(kind)) for kind in KINDS) == left
