"""Turning owed reminders into notices: once, whoever else tries at the same moment, and many in one go."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import people_with_role
from govdesk.notify.recipients import reaches_one_of
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.rules import stage_name, stage_of
from govdesk.rotation.settling import REMINDER

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """How one schedule goes on at this look."""

    schedule: RotationSchedule
    remind_at: datetime | None
    stage: str | None
    """The stage it has reached then."""
    tells: int | None = None
    """The stage that people are told of now; None when they know already."""
    passed: Sequence[int] = ()
    """Stages whose day went by without a reminder."""
    is_first: bool = False
    """Nobody was told of anything in this period yet."""


def remind_one(session: Session, schedule: RotationSchedule, *, now: datetime, office: Office) -> bool:
    """Queue the reminder in force to everybody answerable; False when another worker was faster."""
    step = _step(schedule, now, office)
    if not _claim(session, schedule, step.remind_at, step.stage):
        return False
    _tell(session, [step], now)
    return True


def remind_all(session: Session, schedules: Sequence[RotationSchedule], *, now: datetime, office: Office) -> None:
    """The same for many that nobody else can change until the transaction ends, in a few statements."""
    steps = [_step(schedule, now, office) for schedule in schedules]
    _go_on(session, steps)
    _tell(session, steps, now)


def reminders(session: Session, schedule: RotationSchedule, stage: int, at: datetime) -> list[dict[str, Any]]:
    """Rows of the notices of this stage, for everybody who is to be told now."""
    step = Step(schedule, schedule.remind_at, schedule.stage, tells=stage, is_first=True)
    return _rows(step, _recipients(schedule, _Security(session)), at)


def put_off(session: Session, schedule: RotationSchedule, until: datetime) -> None:
    """Try this one again later, so that one bad row cannot hold up the rest."""
    _claim(session, schedule, until, schedule.stage)


def _step(schedule: RotationSchedule, now: datetime, office: Office) -> Step:
    if schedule.due_on is None:
        return Step(schedule, None, schedule.stage)
    stage, reached = office.reminders.stage_on(schedule.due_on, office.today(now)), stage_of(schedule.stage)
    if stage is None or stage == reached:
        return Step(schedule, office.remind_at(schedule.due_on, schedule.stage, now), schedule.stage)
    name = stage_name(stage)
    return Step(
        schedule,
        office.remind_at(schedule.due_on, name, now),
        name,
        tells=stage,
        passed=office.reminders.passed(reached, stage),
        is_first=reached is None,
    )


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


def _go_on(session: Session, steps: Iterable[Step]) -> None:
    """Past the version counter, as above."""
    values = [{"this": step.schedule.id, "at": step.remind_at, "reached": step.stage} for step in steps]
    if values:
        change = update(RotationSchedule).where(RotationSchedule.id == bindparam("this"))
        session.connection().execute(change.values(remind_at=bindparam("at"), stage=bindparam("reached")), values)
    for step in steps:
        session.expire(step.schedule, ["remind_at", "stage"])


def _tell(session: Session, steps: Iterable[Step], now: datetime) -> None:
    telling, security = [step for step in steps if step.tells is not None], _Security(session)
    notify.supersede_all(session, REMINDER, [step.schedule for step in telling], now=now)
    rows = [row for step in telling for row in _rows(step, _recipients(step.schedule, security), now)]
    notify.queue_rows(session, rows)


@dataclass
class _Security:
    """Everybody at security, asked for once and only when needed."""

    session: Session

    @cached_property
    def people(self) -> list[Person]:
        return list(self.session.scalars(people_with_role(Role.SECURITY)))


def _recipients(schedule: RotationSchedule, security: _Security) -> list[Person | Department]:
    """Who is asked, security if nobody can be; and the accountable department unless its mail goes to them too."""
    if not schedule.account.state.is_in_use:
        return []
    people = schedule.answerable or security.people
    accountable = [one for one in schedule.account.departments[:1] if not reaches_one_of(one, people)]
    if not schedule.answerable:
        log.warning("nobody answers for rotation schedule %d: security is told", schedule.id)
    return [*people, *accountable]


def _rows(step: Step, recipients: Iterable[Person | Department], at: datetime) -> list[dict[str, Any]]:
    assert step.tells is not None, "only such steps are told of"
    stages = [*((passed, True) for passed in step.passed), (step.tells, False)]
    # What is late or new leaves today; that a day comes nearer can wait until the next morning.
    is_urgent = step.is_first or step.tells >= 0
    return [
        _row(step.schedule, to, stage, at, passed=passed, is_urgent=is_urgent)
        for to in recipients
        for stage, passed in stages
    ]


def _row(
    schedule: RotationSchedule, to: Person | Department, stage: int, at: datetime, *, passed: bool, is_urgent: bool
) -> dict[str, Any]:
    assert schedule.due_on is not None
    kind = "p" if isinstance(to, Person) else "d"
    return notify.notice_row(
        REMINDER,
        subject=schedule,
        to=to,
        key=f"rotation:{schedule.id}:{schedule.due_on:%Y%m%d}:{stage_name(stage)}:{kind}{to.id}{_occasion(schedule)}",
        at=at,
        stage=stage_name(stage),
        context={"due_on": schedule.due_on.isoformat()},
        passed=passed,
        is_urgent=is_urgent,
    )


def _occasion(schedule: RotationSchedule) -> str:
    """What happened tells its reminders from those of the calendar, and from what had happened earlier that day."""
    return f":l{schedule.open_losses[0].id}" if schedule.open_losses else ""
