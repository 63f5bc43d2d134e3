"""Reminders that rest: rooms above say on which accounts something more urgent is going on.

What is due there because of something that happened is reminded of all the same.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.settling import REMINDER

Resting = Callable[[Session, Collection[int]], Collection[int]]
"""`resting(session, account_ids)`: those of these accounts on which ordinary reminders rest now."""

RestingSchedules = Callable[[Session, Collection[RotationSchedule], ZoneInfo], Collection[int]]
"""`resting(session, schedules, tz)`: ids of those of these schedules of which nobody is to be reminded now."""

_RESTING: list[Resting] = []
_RESTING_SCHEDULES: list[RestingSchedules] = []


def rests_on(resting: Resting) -> None:
    """Let no reminder of the calendar go out about the accounts that `resting` gives; see `wake`."""
    _RESTING.append(resting)


def rests_schedules(resting: RestingSchedules) -> None:
    """Let no reminder go out about the schedules that `resting` gives, unless strangers may know what they are about;
    see `wake_these`."""
    _RESTING_SCHEDULES.append(resting)


def resting_schedules(session: Session, schedules: Iterable[RotationSchedule], tz: ZoneInfo) -> frozenset[int]:
    """Ids of those that nobody is to be reminded of for now."""
    ordinary = [one for one in schedules if one.reason is not RotationReason.COMPROMISE]
    of_calendar = {one.account_id for one in ordinary if one.reason is RotationReason.SCHEDULED}
    accounts = {id_ for resting in _RESTING for id_ in resting(session, of_calendar)} if of_calendar else set()
    alone = {id_ for resting in _RESTING_SCHEDULES for id_ in resting(session, ordinary, tz)} if ordinary else set()
    return frozenset(
        one.id
        for one in ordinary
        if one.id in alone or (one.reason is RotationReason.SCHEDULED and one.account_id in accounts)
    )


def rest(session: Session, account_ids: Collection[int], *, now: datetime) -> None:
    """Take back what was not sent of the calendar's reminders about these accounts; the stage reached is
    forgotten, so that `wake` owes the one that is in force then."""
    wanted = (
        RotationSchedule.account_id.in_(account_ids),
        RotationSchedule.reason == RotationReason.SCHEDULED,
    )
    rest_these(
        session, session.scalars(select(RotationSchedule).where(*wanted).order_by(RotationSchedule.id)).all(), now=now
    )


def rest_these(session: Session, schedules: Collection[RotationSchedule], *, now: datetime) -> None:
    """The same for some schedules."""
    notify.cancel_all(session, REMINDER, schedules, now=now)
    _set(session, schedules, at_rest=True, remind_at=None, stage=None)


def wake(session: Session, account_ids: Collection[int], *, now: datetime) -> None:
    """Let the worker look again at what rested: what was told before is not told twice."""
    _wake(session, RotationSchedule.account_id.in_(account_ids), now)


def wake_these(session: Session, schedules: Collection[RotationSchedule], *, now: datetime) -> None:
    """The same for some schedules; one that did not rest stays as it is."""
    _wake(session, RotationSchedule.id.in_([schedule.id for schedule in schedules]), now)


def _wake(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """Those that do not rest yet are locked, too: a worker may be about to let one of them rest."""
    locked = select(RotationSchedule.id, RotationSchedule.at_rest).where(which).order_by(RotationSchedule.id)
    rested = [row.id for row in session.execute(locked.with_for_update()) if row.at_rest]
    schedules = session.scalars(select(RotationSchedule).where(RotationSchedule.id.in_(rested))).all()
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
