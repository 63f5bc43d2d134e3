"""Turning owed reminders into notices: once, whoever else tries at the same moment, and many in one go."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.db import among
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office, is_new
from govdesk.rotation.plan.rule import Audiences, Rule
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.recipients import Recipient, Security, recipients
from govdesk.rotation.resting import resting_schedules
from govdesk.rotation.rules import stage_name, stage_of
from govdesk.rotation.settling import EMERGENCY, KINDS, REMINDER

CHANGED = ("remind_at", "stage", "at_rest")


@dataclass(frozen=True)
class Step:
    """How one schedule goes on at this look."""

    schedule: RotationSchedule
    rule: Rule
    remind_at: datetime | None
    stage: str | None
    """The stage it has reached then."""
    tells: int | None = None
    """The stage that people are told of now; None when they know already."""
    passed: Sequence[int] = ()
    """Stages whose day went by without a reminder."""
    rests: bool = False
    """Until it is woken."""
    is_first: bool = False
    """Nobody was told of anything in this period yet."""


def remind_one(session: Session, schedule: RotationSchedule, *, now: datetime, office: Office) -> bool:
    """Queue the reminder in force to everybody who is to be told; False when another worker was faster."""
    [step] = _steps(session, [schedule], now, office)
    if not _claim(session, step):
        return False
    _tell(session, [step], now, office)
    return True


def remind_all(session: Session, schedules: Sequence[RotationSchedule], *, now: datetime, office: Office) -> None:
    """The same for many that nobody else can change until the transaction ends, in a few statements."""
    steps = _steps(session, schedules, now, office)
    _go_on(session, steps)
    _tell(session, steps, now, office)


def reminders_now(
    session: Session, schedule: RotationSchedule, stage: int, audiences: Audiences, at: datetime
) -> list[dict[str, Any]]:
    """Rows of the notices of a stage that is recorded already, for everybody who is to be told now."""
    return [
        _row(schedule, to, stage, at, audiences, is_urgent=True)
        for to in recipients(schedule, audiences, Security(session))
    ]


def put_off(session: Session, schedule: RotationSchedule, until: datetime) -> None:
    """Try this one again later, so that one bad row cannot hold up the rest."""
    _put(session, schedule, until, schedule.stage, rests=schedule.at_rest)


def _steps(session: Session, schedules: Sequence[RotationSchedule], now: datetime, office: Office) -> list[Step]:
    """What rests goes on when it is woken, from whatever stage is in force then."""
    at_rest = resting_schedules(session, schedules, office.tz)
    return [
        Step(schedule, office.rule_of(schedule), None, None, rests=True)
        if schedule.id in at_rest
        else _step(schedule, now, office)
        for schedule in schedules
    ]


def _step(schedule: RotationSchedule, now: datetime, office: Office) -> Step:
    rule = office.rule_of(schedule)
    reminders = office.reminders_of(schedule, rule)
    if schedule.due_on is None:
        return Step(schedule, rule, None, schedule.stage)
    stage, reached = reminders.stage_on(schedule.due_on, office.today(now)), stage_of(schedule.stage)
    if stage is None or not is_new(stage, schedule.stage):
        return Step(schedule, rule, office.remind_at(schedule.due_on, schedule.stage, now, reminders), schedule.stage)
    name = stage_name(stage)
    return Step(
        schedule,
        rule,
        office.remind_at(schedule.due_on, name, now, reminders),
        name,
        tells=stage,
        passed=reminders.passed(reached, stage),
        is_first=reached is None,
    )


def _claim(session: Session, step: Step) -> bool:
    return _put(session, step.schedule, step.remind_at, step.stage, rests=step.rests)


def _put(
    session: Session, schedule: RotationSchedule, remind_at: datetime | None, stage: str | None, *, rests: bool
) -> bool:
    # Past the version counter: a custodian who records at this moment must not be told that somebody was faster.
    won = session.scalar(
        update(RotationSchedule)
        .where(RotationSchedule.id == schedule.id, RotationSchedule.remind_at == schedule.remind_at)
        .values(remind_at=remind_at, stage=stage, at_rest=rests)
        .returning(RotationSchedule.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(schedule, CHANGED)
    return won is not None


def _go_on(session: Session, steps: Iterable[Step]) -> None:
    """Past the version counter, as above; many go on alike, and those in one statement."""
    alike: dict[tuple[datetime | None, str | None, bool], list[int]] = defaultdict(list)
    for step in steps:
        alike[step.remind_at, step.stage, step.rests].append(step.schedule.id)
        session.expire(step.schedule, CHANGED)
    for (remind_at, stage, rests), ids in alike.items():
        session.execute(
            update(RotationSchedule)
            .where(among(session, RotationSchedule.id, ids))
            .values(remind_at=remind_at, stage=stage, at_rest=rests)
            .execution_options(synchronize_session=False)
        )


def _tell(session: Session, steps: Iterable[Step], now: datetime, office: Office) -> None:
    telling, security = [step for step in steps if step.tells is not None], Security(session)
    for kind in KINDS:  # what it became meanwhile has taken back what it was
        alike = [step.schedule for step in telling if _kind_of(step.schedule) == kind]
        notify.supersede_all(session, kind, alike, now=now)
    notify.queue_rows(session, [row for step in telling for row in _rows(step, security, now, office)])


def _rows(step: Step, security: Security, now: datetime, office: Office) -> Iterable[dict[str, Any]]:
    assert step.tells is not None, "only such steps are told of"
    schedule, tells, audiences = step.schedule, step.tells, step.rule.tells.at(step.tells)
    # What is late or new leaves today; that a day comes nearer can wait until the next morning.
    is_urgent = step.is_first or tells >= 0
    for to in recipients(schedule, audiences, security):
        at = _moment(step, to, now, office)
        for stage in step.passed:
            yield _row(schedule, to, stage, at, audiences, is_urgent=is_urgent, passed=True)
        yield _row(schedule, to, tells, at, audiences, is_urgent=is_urgent)


def _moment(step: Step, to: Recipient, now: datetime, office: Office) -> datetime:
    """When it goes out: as soon as the recipient's office is open, at once what an event demands.

    So does what security is told because it has been overdue for long.
    """
    is_of_security = isinstance(to, Person) and Role.SECURITY in to.roles
    if step.schedule.reason is not RotationReason.SCHEDULED or (is_of_security and (step.tells or 0) > 0):
        return now
    if office.days.is_always_open:
        return now
    return office.open_moment(now, to.department if isinstance(to, Person) else to)


def _row(
    schedule: RotationSchedule, to: Recipient, stage: int, at: datetime, audiences: Audiences, *,
    is_urgent: bool, passed: bool = False,
) -> dict[str, Any]:  # fmt: skip
    assert schedule.due_on is not None
    kind = "p" if isinstance(to, Person) else "d"
    return notify.notice_row(
        _kind_of(schedule),
        subject=schedule,
        to=to,
        key=f"rotation:{schedule.id}:{schedule.due_on:%Y%m%d}:{stage_name(stage)}:{kind}{to.id}{_occasion(schedule)}",
        at=at,
        stage=stage_name(stage),
        # Who was meant: right before it is sent, the people behind these words are looked up again.
        context={"due_on": schedule.due_on.isoformat(), "to": sorted(audiences)},
        passed=passed,
        is_urgent=is_urgent,
    )


def _kind_of(schedule: RotationSchedule) -> str:
    return EMERGENCY if schedule.reason is RotationReason.COMPROMISE else REMINDER


def _occasion(schedule: RotationSchedule) -> str:
    """What happened tells its reminders from those of the calendar, and from what had happened earlier that day."""
    if schedule.reason is RotationReason.COMPROMISE:  # told of anew, also where a leaver made it due this morning
        first = next(loss for loss in schedule.open_losses if loss.event.kind is RotationReason.COMPROMISE)
        return f":e{first.id}"
    return f":l{schedule.open_losses[0].id}" if schedule.open_losses else ""
