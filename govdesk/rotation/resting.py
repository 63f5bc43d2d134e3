"""Reminders that rest: rooms above say on which accounts something more urgent is going on.

What is due there because strangers may know it is reminded of all the same.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.settling import REMINDER

Resting = Callable[[Session, Collection[int]], Collection[int]]
"""`resting(session, account_ids)`: those of these accounts on which ordinary reminders rest now."""

_RESTING: list[Resting] = []


def rests_on(resting: Resting) -> None:
    """Let no ordinary reminder go out about the accounts that `resting` gives; see `wake`."""
    _RESTING.append(resting)


def resting_schedules(session: Session, schedules: Iterable[RotationSchedule]) -> frozenset[int]:
    """Ids of those that nobody is to be reminded of for now."""
    ordinary = [schedule for schedule in schedules if schedule.reason is not RotationReason.COMPROMISE]
    ids = {schedule.account_id for schedule in ordinary}
    at_rest = {id_ for resting in _RESTING for id_ in resting(session, ids)} if ids else set()
    return frozenset(schedule.id for schedule in ordinary if schedule.account_id in at_rest)


def rest(session: Session, account_ids: Collection[int], *, now: datetime) -> None:
    """Take back what was not sent of ordinary reminders about these accounts; the stage reached is forgotten, so that
    `wake` owes the one that is in force then."""
    wanted = (
        RotationSchedule.account_id.in_(account_ids),
        RotationSchedule.reason != RotationReason.COMPROMISE,
    )
    schedules = session.scalars(select(RotationSchedule).where(*wanted).order_by(RotationSchedule.id)).all()
    notify.cancel_all(session, REMINDER, schedules, now=now)
    _set(session, schedules, at_rest=True, remind_at=None, stage=None)


def wake(session: Session, account_ids: Collection[int], *, now: datetime) -> None:
    """Let the worker look again at what rested: what was told before is not told twice."""
    rested = RotationSchedule.account_id.in_(account_ids), RotationSchedule.at_rest
    schedules = session.scalars(select(RotationSchedule).where(*rested).order_by(RotationSchedule.id)).all()
    is_owed = case((RotationSchedule.due_on.is_not(None), now), else_=None)
    _set(session, schedules, at_rest=False, remind_at=is_owed)


def _set(session: Session, schedules: Collection[RotationSchedule], **values: Any) -> None:
    """Past the version counter: who records a change at this moment must not be told that somebody was faster."""
    ids = [schedule.id for schedule in schedules]
    if ids:
        change = update(RotationSchedule).where(RotationSchedule.id.in_(ids)).values(**values)
        session.execute(change.execution_options(synchronize_session=False))
    for schedule in schedules:
        session.expire(schedule, list(values))
