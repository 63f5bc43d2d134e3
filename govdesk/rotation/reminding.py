"""Turning an owed reminder into notices: once, whoever else tries at the same moment."""

import logging
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import people_with_role
from govdesk.notify.recipients import reaches_one_of
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.rules import stage_name, stage_of

log = logging.getLogger(__name__)


def remind_one(session: Session, schedule: RotationSchedule, *, now: datetime, office: Office) -> bool:
    """Queue the reminder in force to everybody answerable; False when another worker was faster."""
    if schedule.due_on is None:
        return _claim(session, schedule, None, schedule.stage)
    today = office.today(now)
    stage, reached = office.reminders.stage_on(schedule.due_on, today), stage_of(schedule.stage)
    if stage is None or stage == reached:
        later = office.remind_at(schedule.due_on, schedule.stage, now)
        return _claim(session, schedule, later, schedule.stage)
    name = stage_name(stage)
    if not _claim(session, schedule, office.remind_at(schedule.due_on, name, now), name):
        return False
    notify.supersede(session, REMINDER, subject=schedule, now=now)
    for recipient in _recipients(session, schedule):
        for passed in office.reminders.passed(reached, stage):
            _queue(session, schedule, recipient, passed, now, passed=True)
        _queue(session, schedule, recipient, stage, now)
    return True


def put_off(session: Session, schedule: RotationSchedule, until: datetime) -> None:
    """Try this one again later, so that one bad row cannot hold up the rest."""
    _claim(session, schedule, until, schedule.stage)


def _claim(session: Session, schedule: RotationSchedule, remind_at: datetime | None, stage: str | None) -> bool:
    # Past the version counter: a custodian who records at this moment must not be told that somebody was faster.
    won = session.scalar(
        update(RotationSchedule)
        .where(RotationSchedule.id == schedule.id, RotationSchedule.remind_at == schedule.remind_at)
        .values(remind_at=remind_at, stage=stage)
        .returning(RotationSchedule.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(schedule, ["remind_at", "stage"])
    return won is not None


def _recipients(session: Session, schedule: RotationSchedule) -> list[Person | Department]:
    """Who is asked, security if nobody can be; and the accountable department unless its mail goes to them too."""
    if not schedule.account.state.is_in_use:
        return []
    people = schedule.answerable or list(session.scalars(people_with_role(Role.SECURITY)))
    accountable = [one for one in schedule.account.departments[:1] if not reaches_one_of(one, people)]
    if not schedule.answerable:
        log.warning("nobody answers for rotation schedule %d: security is told", schedule.id)
    return [*people, *accountable]


def _queue(
    session: Session,
    schedule: RotationSchedule,
    to: Person | Department,
    stage: int,
    now: datetime,
    *,
    passed: bool = False,
) -> None:
    assert schedule.due_on is not None
    kind = "p" if isinstance(to, Person) else "d"
    notify.queue(
        session,
        REMINDER,
        subject=schedule,
        to=to,
        key=f"rotation:{schedule.id}:{schedule.due_on:%Y%m%d}:{stage_name(stage)}:{kind}{to.id}",
        at=now,
        stage=stage_name(stage),
        context={"due_on": schedule.due_on.isoformat()},
        passed=passed,
    )
