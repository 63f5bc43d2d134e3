"""Somebody else may be in an account: each of its credentials is to be changed today."""

from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts import heeding
from govdesk.accounts.heeding import Turn
from govdesk.accounts.models import AccountState
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.queries import schedules_of
from govdesk.rotation.rules import Credential


def demand_changes(session: Session, turn: Turn) -> None:
    """Let all credentials fall due once the account counts as compromised; its password also if none had a day."""
    if turn.account.state is not AccountState.COMPROMISED:
        return
    schedules = list(schedules_of(session, turn.account))
    if not any(schedule.credential == Credential.PASSWORD for schedule in schedules):
        schedules.append(RotationSchedule(account=turn.account, credential=Credential.PASSWORD))
        session.add(schedules[-1])
    for schedule in schedules:
        _demand_change(session, schedule, turn)


def _demand_change(session: Session, schedule: RotationSchedule, turn: Turn) -> None:
    before = schedule.due_on
    schedule.due_on = min(before or turn.today, turn.today)
    schedule.reason, schedule.stage, schedule.remind_at = RotationReason.COMPROMISE, None, turn.now
    session.flush()
    # What was reminded of before was another day, for another reason.
    notify.cancel(session, REMINDER, subject=schedule, now=turn.now)
    audit.record(
        session, "rotation:change:forced", turn.account, by=turn.by, at=turn.now,
        credential=schedule.credential, due_on=(before, schedule.due_on),
    )  # fmt: skip


heeding.when_state_changes(demand_changes)
