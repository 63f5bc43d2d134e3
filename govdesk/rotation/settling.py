"""The one place that decides by when a credential is to be changed: by the calendar, or because of what happened.

Nothing else writes `due_on` and `reason`, so no change of a schedule can put off or end what an event demands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk import notify
from govdesk.rotation.models import RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.reasons import URGENCY

REMINDER = "rotation_reminder"
EMERGENCY = "rotation_emergency"
"""Strangers may know it: such a reminder waits for no digest and no quiet hours."""
KINDS = (REMINDER, EMERGENCY)


def settle(
    session: Session,
    schedules: Collection[RotationSchedule],
    *,
    now: datetime,
    anew: Collection[RotationSchedule] = (),
) -> None:
    """Bring `due_on` and `reason` up to date; what is due on another day, or for another reason, is reminded anew.

    So is what stands in `anew`. When exactly, the worker finds out at its next look.
    """
    standing, again, wanted = open_losses(session, schedules), list[RotationSchedule](), set(anew)
    for schedule in schedules:
        session.expire(schedule, ["open_losses"])
        before = schedule.due_on, schedule.reason
        schedule.due_on, schedule.reason = _owed(schedule.calendar_on, standing[schedule.id])
        if before != (schedule.due_on, schedule.reason) or schedule in wanted:
            schedule.stage = None
            schedule.remind_at = now if schedule.due_on else None
            again.append(schedule)
    # What was reminded of before was another day, or went to others.
    for kind in KINDS:
        notify.cancel_all(session, kind, again, now=now)


def open_losses(session: Session, schedules: Iterable[RotationSchedule]) -> defaultdict[int, list[RotationLoss]]:
    """By schedule what stands uncleared, the oldest first."""
    session.flush()
    wanted = (
        RotationLoss.schedule_id.in_([schedule.id for schedule in schedules]),
        RotationLoss.cleared_by_id.is_(None),
    )
    query = select(RotationLoss).where(*wanted).options(joinedload(RotationLoss.event)).order_by(RotationLoss.id)
    found = defaultdict[int, list[RotationLoss]](list)
    for loss in session.scalars(query):
        found[loss.schedule_id].append(loss)
    return found


def owed_at_first(calendar_on: date | None) -> tuple[date | None, RotationReason]:
    """By when and why a new schedule is due: nothing can have happened to it yet."""
    return _owed(calendar_on, ())


def _owed(calendar_on: date | None, losses: Sequence[RotationLoss]) -> tuple[date | None, RotationReason]:
    days = [loss.due_on for loss in losses] + ([calendar_on] if calendar_on else [])
    reasons = [loss.event.kind for loss in losses]
    return min(days, default=None), min(reasons, key=URGENCY.index, default=RotationReason.SCHEDULED)
