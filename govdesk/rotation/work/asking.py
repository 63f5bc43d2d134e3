"""Asking second persons again who have not answered, and letting ordinary reminders rest meanwhile."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.db import among, as_value
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.moments import clears, counts_from
from govdesk.rotation.office import Office
from govdesk.rotation.resting import rests_schedules
from govdesk.rotation.work.models import RotationWork
from govdesk.rotation.work.rules import AskingAgain
from govdesk.rotation.work.second import SECOND, rows, seconds, security

AGAIN = "again-"
"""Before the days it has waited, as the stage of a notice."""


def owed(now: datetime) -> Select[RotationWork]:
    """Those to be asked about again, the longest first; what another worker holds is passed over."""
    return (
        select(RotationWork)
        .where(RotationWork.ask_again_at <= now)
        .order_by(RotationWork.ask_again_at, RotationWork.id)
        .with_for_update(skip_locked=True, of=RotationWork)
    )


def ask_again(session: Session, work: RotationWork, asking: AskingAgain, *, now: datetime, office: Office) -> bool:
    """Owe everybody who may confirm it the reminder in force; False when another worker was faster."""
    assert work.said_at is not None, "only such works are looked at"
    said_on, today = office.today(work.said_at), office.today(now)
    waited = asking.in_force(said_on, today)
    if not put_off(session, work, clock.reminder_moment(asking.next_day(said_on, today), office.tz)):
        return False
    if waited is not None and work.schedule.account.state.is_in_use:
        people = seconds(session, work)
        if asking.asks_security(waited):
            people = list(dict.fromkeys([*people, *security(session, work)]))
        notify.supersede(session, SECOND, subject=work, now=now)
        notify.queue_rows(
            session,
            (
                row
                for person in people
                for row in rows(work, [person], at=_moment(work, person, now, office), stage=f"{AGAIN}{waited}")
            ),
        )
    return True


def put_off(session: Session, work: RotationWork, until: datetime) -> bool:
    """Look at it then; False when another worker was faster, or it was answered meanwhile."""
    won = session.scalar(
        update(RotationWork)
        .where(RotationWork.id == work.id, RotationWork.ask_again_at == work.ask_again_at)
        .values(ask_again_at=until)
        .returning(RotationWork.id)
        .execution_options(synchronize_session=False)
    )
    session.expire(work, ["ask_again_at"])
    return won is not None


def waited_days(stage: str | None) -> int | None:
    """What the stage of a notice tells; None for the first question."""
    return int(stage.removeprefix(AGAIN)) if stage and stage.startswith(AGAIN) else None


def _moment(work: RotationWork, person: Person, now: datetime, office: Office) -> datetime:
    """As soon as their office is open; at once where an event demands the change."""
    if work.schedule.reason is not RotationReason.SCHEDULED:
        return now
    return office.open_moment(now, person.department)


def _waiting(session: Session, schedules: Collection[RotationSchedule], tz: ZoneInfo) -> set[int]:
    """Those whose change waits for its second person and, once confirmed, leaves nothing to be done."""
    said = {
        row.schedule_id: counts_from(row.rotated_on, row.rotated_at, tz)
        for row in session.execute(
            select(RotationWork.schedule_id, RotationWork.rotated_on, RotationWork.rotated_at).where(
                among(session, RotationWork.schedule_id, [schedule.id for schedule in schedules]),
                as_value(RotationWork.rotation_id).is_(None),
                as_value(RotationWork.said_at).is_not(None),
                as_value(RotationWork.refusal).is_(None),
            )
        )
        if row.rotated_on is not None
    }
    return {
        schedule.id
        for schedule in schedules
        if schedule.id in said and all(clears(said[schedule.id], loss.lost_at) for loss in schedule.open_losses)
    }


rests_schedules(_waiting)
