"""Somebody has what they should have no longer: it is to be changed today."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.heeding import Exposed
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.leaving import Loss, stand_in
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.queries import schedule_for
from govdesk.rotation.rules import Credential


def demand_change(session: Session, exposed: Exposed) -> None:
    """Let the password fall due, of an account in use; what is asked for more urgently stays so."""
    if exposed.account.state.is_in_use:
        schedule = _schedule(session, exposed.account, Credential.PASSWORD)
        _bring_forward(session, schedule, by=exposed.by, now=exposed.now, today=exposed.today)


def demand_changes_after_move(session: Session, loss: Loss, had: Mapping[int, Iterable[str]]) -> None:
    """Let fall due what a mover `had` of accounts in use, unless it was changed since; others are asked for it."""
    in_use = SocialAccount.id.in_(had.keys()), SocialAccount.state.in_(IN_USE)
    for account in session.scalars(select(SocialAccount).where(*in_use).order_by(SocialAccount.id)):
        for credential in sorted(had[account.id]):
            schedule = _schedule(session, account, credential)
            if schedule.rotated_on is None or schedule.rotated_on <= loss.left_on:
                today = loss.office.today(loss.now)
                _bring_forward(session, schedule, by=None, now=loss.now, today=today, without=loss.leaver)


def _bring_forward(
    session: Session,
    schedule: RotationSchedule,
    *,
    by: Actor | None,
    now: datetime,
    today: date,
    without: Person | None = None,
) -> None:
    before = schedule.due_on
    schedule.due_on = min(before or today, today)
    if schedule.reason is RotationReason.SCHEDULED:
        schedule.reason = RotationReason.REMOVED
    if not schedule.answerable or (without and schedule.responsible is without):
        schedule.responsible = stand_in(schedule.account)
    schedule.stage, schedule.remind_at = None, now
    session.flush()
    # What was reminded of before was another day.
    notify.cancel(session, REMINDER, subject=schedule, now=now)
    audit.record(
        session, "rotation:change:due", schedule.account, by=by, at=now,
        credential=schedule.credential, due_on=(before, schedule.due_on),
    )  # fmt: skip


def _schedule(session: Session, account: SocialAccount, credential: str) -> RotationSchedule:
    known = schedule_for(session, account, credential)
    if known is not None:
        return known
    made = RotationSchedule(account=account, credential=credential, reason=RotationReason.SCHEDULED)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody has scheduled it at this very moment: now it can be read
        return _schedule(session, account, credential)
    return made


heeding.when_password_is_exposed(demand_change)
