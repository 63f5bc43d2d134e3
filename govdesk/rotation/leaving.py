"""Somebody who could know credentials has left: each of them is to be changed today."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import asked_meanwhile
from govdesk.directory.models import Person
from govdesk.rotation.actions import REMINDER
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import schedules_to_change
from govdesk.rotation.rules import Credential


@dataclass(frozen=True)
class Loss:
    """Who left, on which day, and the moment at which the rooms hear of it."""

    leaver: Person
    left_on: date
    now: datetime
    office: Office


def demand_changes(
    session: Session, loss: Loss, accounts: Iterable[SocialAccount], had: Mapping[int, Collection[str]]
) -> list[RotationSchedule]:
    """Let fall due all credentials of `accounts`, of others what the leaver `had` of them, and what the leaver was
    asked to change; gives what is due.

    Of an account in use each gets a schedule that has none, its password among those of `accounts`. What was changed
    on a later day than the one on which the leaver left is in order.
    """
    known = {account.id: account for account in accounts}
    others = session.scalars(select(SocialAccount).where(SocialAccount.id.in_(set(had) - known.keys())))
    in_use = {a.id: a for a in (*known.values(), *others) if a.state.is_in_use}
    wanted = {(id_, name) for id_ in in_use for name in had.get(id_, ())}
    wanted |= {(id_, Credential.PASSWORD.value) for id_ in known.keys() & in_use.keys()}
    try:
        schedules = _all_schedules(session, loss, in_use, wanted)
    except IntegrityError:  # security has scheduled one of them at this very moment: now it can be read
        schedules = _all_schedules(session, loss, in_use, wanted)
    is_due = [
        s
        for s in schedules
        if s.account_id in known or (s.account_id, s.credential) in wanted or s.responsible_id == loss.leaver.id
    ]
    return [schedule for schedule in is_due if _demand_change(session, schedule, loss)]


def _all_schedules(
    session: Session, loss: Loss, accounts: dict[int, SocialAccount], wanted: set[tuple[int, str]]
) -> list[RotationSchedule]:
    known = schedules_to_change(session, accounts, loss.leaver)
    missing = wanted - {(schedule.account_id, schedule.credential) for schedule in known}
    opened = [
        RotationSchedule(account=accounts[account_id], account_id=account_id, credential=credential)
        for account_id, credential in sorted(missing)
    ]
    with session.begin_nested():
        session.add_all(opened)
    return known + opened


def _demand_change(session: Session, schedule: RotationSchedule, loss: Loss) -> bool:
    """Whether the credential is due because of this loss."""
    before = (schedule.due_on, schedule.responsible)
    if not schedule.answerable:
        schedule.responsible = stand_in(schedule.account)
    is_exposed = schedule.rotated_on is None or schedule.rotated_on <= loss.left_on
    if is_exposed:
        _bring_forward(schedule, loss)
    if is_exposed or schedule.responsible is not before[1]:
        _remind_anew(session, schedule, loss)
        _note(session, schedule, loss, is_exposed, *before)
    return is_exposed


def stand_in(account: SocialAccount) -> Person | None:
    """Who is asked now: nobody by name while others hold it, else owner or deputy, else who is asked in their place.

    Without anybody security is told.
    """
    if any(person.is_employed for person in account.custodians):
        return None
    return next(
        (
            person
            for person in (account.owner, account.deputy, asked_meanwhile(account))
            if person and person.is_employed
        ),
        None,
    )


def _bring_forward(schedule: RotationSchedule, loss: Loss) -> None:
    """Due today, or on the earlier day on which it was due already."""
    today = loss.office.today(loss.now)
    schedule.due_on = min(schedule.due_on or today, today)
    if schedule.reason is not RotationReason.COMPROMISE:
        schedule.reason = RotationReason.LEAVER


def _remind_anew(session: Session, schedule: RotationSchedule, loss: Loss) -> None:
    """What was reminded of before went to others, or of another day."""
    schedule.stage = None
    schedule.remind_at = loss.office.remind_at(schedule.due_on, None, loss.now)
    notify.cancel(session, REMINDER, subject=schedule, now=loss.now)


def _note(
    session: Session,
    schedule: RotationSchedule,
    loss: Loss,
    is_exposed: bool,
    due_before: date | None,
    asked_before: Person | None,
) -> None:
    audit.record(
        session, f"rotation:{'change:demanded' if is_exposed else 'responsible:left'}", schedule.account,
        by=None, at=loss.now, credential=schedule.credential, leaver_id=loss.leaver.id,
        due_on=(due_before, schedule.due_on), responsible_id=(_id_of(asked_before), _id_of(schedule.responsible)),
    )  # fmt: skip


def _id_of(person: Person | None) -> int | None:
    return person.id if person else None
