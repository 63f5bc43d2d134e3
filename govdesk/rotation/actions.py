"""Scheduling and recording rotations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import schedule_for
from govdesk.rotation.rules import stage_name

REMINDER = "rotation_reminder"


@dataclass(frozen=True)
class Terms:
    """What security decides about one credential."""

    due_on: date
    every_days: int | None = None
    responsible: Person | None = None


def schedule_rotation(
    session: Session,
    account: SocialAccount,
    credential: str,
    terms: Terms,
    *,
    by: Person,
    now: datetime,
    office: Office,
) -> RotationSchedule:
    """Decide when a credential of `account` is to be changed; the same wish twice is one schedule.

    Raises Conflict when the credential has another schedule already.
    """
    existing = schedule_for(session, account, credential)
    if existing is not None:
        if existing.due_on is None:  # done once, and wanted again
            change_schedule(session, existing, terms, by=by, now=now, office=office)
        elif _terms_of(existing) != terms:
            raise Conflict(_("This credential is scheduled already. Open its page to change the day."))
        return existing
    schedule = RotationSchedule(account=account, credential=credential)
    _apply(schedule, terms, now, office)
    try:
        with session.begin_nested():
            session.add(schedule)
    except IntegrityError:
        raise Conflict(_("This credential is scheduled already. Open its page to change the day.")) from None
    audit.record(
        session, "rotation:schedule:set", account, by=by, at=now,
        credential=credential, due_on=terms.due_on, every_days=terms.every_days,
        responsible_id=terms.responsible.id if terms.responsible else None,
    )  # fmt: skip
    return schedule


def change_schedule(
    session: Session, schedule: RotationSchedule, terms: Terms, *, by: Person, now: datetime, office: Office
) -> None:
    """Set another day, period or person; unsent reminders of before are taken back."""
    before, credential = _terms_of(schedule), schedule.credential
    changes = {name: pair for name, pair in _differences(before, terms).items() if pair[0] != pair[1]}
    if not changes:
        return
    _apply(schedule, terms, now, office)
    notify.cancel(session, REMINDER, subject=schedule, now=now)
    audit.record(
        session, "rotation:schedule:changed", schedule.account, by=by, at=now, credential=credential, **changes
    )


def record_rotation(
    session: Session,
    schedule: RotationSchedule,
    *,
    rotated_on: date,
    by: Person,
    form_key: str | None,
    now: datetime,
    office: Office,
) -> Rotation:
    """Put on record that the credential was changed, and start a new period from that day.

    The same form twice is one rotation. Raises Conflict if a later rotation is already on record, or if the form
    was used for another one.
    """
    if form_key and (known := session.scalar(select(Rotation).where(Rotation.form_key == form_key))):
        if (known.schedule_id, known.by_id, known.rotated_on) != (schedule.id, by.id, rotated_on):
            raise _used_before()
        return known
    if schedule.rotated_on and rotated_on < schedule.rotated_on:
        raise Conflict(_("A later change is on record already. Reload the page to see it."))
    was_due_on, reason = schedule.due_on, schedule.reason
    _restart(schedule, rotated_on, now, office)
    notify.cancel(session, REMINDER, subject=schedule, now=now)
    rotation = Rotation(
        schedule=schedule, rotated_on=rotated_on, recorded_at=now, by=by,
        reason=reason, was_due_on=was_due_on, form_key=form_key,
    )  # fmt: skip
    try:
        session.add(rotation)
        session.flush()
    except IntegrityError:  # at this moment, for another schedule: ours is locked
        raise _used_before() from None
    audit.record(
        session, "rotation:credential:rotated", schedule.account, by=by, at=now,
        credential=schedule.credential, rotated_on=rotated_on, due_on=(was_due_on, schedule.due_on),
    )  # fmt: skip
    return rotation


def _used_before() -> Conflict:
    return Conflict(_("This form was used before, for something else. Reload the page, then record the change."))


def _restart(schedule: RotationSchedule, rotated_on: date, now: datetime, office: Office) -> None:
    schedule.rotated_on = rotated_on
    schedule.reason = RotationReason.SCHEDULED
    schedule.due_on = rotated_on + timedelta(schedule.every_days) if schedule.every_days else None
    # A period shorter than the first stage begins inside it: who has just changed it is not reminded of that.
    begun = office.reminders.stage_on(schedule.due_on, rotated_on) if schedule.due_on else None
    schedule.stage = None if begun is None else stage_name(begun)
    schedule.remind_at = office.remind_at(schedule.due_on, schedule.stage, now)


def _apply(schedule: RotationSchedule, terms: Terms, now: datetime, office: Office) -> None:
    schedule.due_on, schedule.every_days = terms.due_on, terms.every_days
    schedule.responsible = terms.responsible
    schedule.stage = None
    schedule.remind_at = office.remind_at(schedule.due_on, schedule.stage, now)


def _terms_of(schedule: RotationSchedule) -> Terms | None:
    if schedule.due_on is None:
        return None
    return Terms(schedule.due_on, schedule.every_days, schedule.responsible)


def _differences(before: Terms | None, after: Terms) -> dict[str, tuple[object, object]]:
    def id_of(person: Person | None) -> int | None:
        return person.id if person else None

    return {
        "due_on": (before and before.due_on, after.due_on),
        "every_days": (before and before.every_days, after.every_days),
        "responsible_id": (id_of(before.responsible) if before else None, id_of(after.responsible)),
    }
