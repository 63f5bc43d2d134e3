"""Somebody knows a password that they should know no longer: it is to be changed today."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts import heeding
from govdesk.accounts.heeding import Exposed
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.leaving import stand_in
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.queries import schedule_for
from govdesk.rotation.rules import Credential


def demand_change(session: Session, exposed: Exposed) -> None:
    """Let the password fall due, of an account in use; what is asked for more urgently stays so."""
    account = exposed.account
    if account.state is not AccountState.ACTIVE:
        return
    schedule = _schedule(session, account)
    before = schedule.due_on
    schedule.due_on = min(before or exposed.today, exposed.today)
    if schedule.reason is RotationReason.SCHEDULED:
        schedule.reason = RotationReason.REMOVED
    if not schedule.answerable:
        schedule.responsible = stand_in(account)
    schedule.stage, schedule.remind_at = None, exposed.now
    session.flush()
    # What was reminded of before was another day.
    notify.cancel(session, REMINDER, subject=schedule, now=exposed.now)
    audit.record(
        session, "rotation:change:due", account, by=exposed.by, at=exposed.now,
        credential=schedule.credential, due_on=(before, schedule.due_on),
    )  # fmt: skip


def _schedule(session: Session, account: SocialAccount) -> RotationSchedule:
    known = schedule_for(session, account, Credential.PASSWORD)
    if known is not None:
        return known
    made = RotationSchedule(account=account, credential=Credential.PASSWORD, reason=RotationReason.SCHEDULED)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody has scheduled it at this very moment: now it can be read
        return _schedule(session, account)
    return made


heeding.when_password_is_exposed(demand_change)
