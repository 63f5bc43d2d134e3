"""An account is used again: what became known of it meanwhile is to be changed, and somebody is asked now."""

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts import heeding
from govdesk.accounts.heeding import Turn
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.opening import stand_in
from govdesk.rotation.queries import schedules_to_change
from govdesk.rotation.settling import settle


def look_again(session: Session, turn: Turn) -> None:
    """While it was out of use stages went by without anybody being told: the one in force is owed anew."""
    if turn.before.is_in_use or not turn.account.state.is_in_use:
        return
    owed = [one for one in schedules_to_change(session, [turn.account.id]) if one.due_on is not None]
    for schedule in owed:
        _ask_somebody(session, schedule, turn)
    settle(session, owed, now=turn.now, anew=owed)


def _ask_somebody(session: Session, schedule: RotationSchedule, turn: Turn) -> None:
    """Whoever was asked before may have left meanwhile."""
    if schedule.answerable:
        return
    before, schedule.responsible = schedule.responsible, stand_in(turn.account)
    if schedule.responsible is not before:
        after_id = schedule.responsible.id if schedule.responsible else None
        audit.record(
            session, "rotation:responsible:left", turn.account, by=turn.by, at=turn.now,
            credential=schedule.credential, responsible_id=(before.id if before else None, after_id),
        )  # fmt: skip


heeding.when_state_changes(look_again)
