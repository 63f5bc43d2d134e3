"""Scheduling and recording rotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.models import SocialAccount
from govdesk.db import insert_many
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.rotation import heeding
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.rotation.moments import clears, counts_from
from govdesk.rotation.office import Office
from govdesk.rotation.plan.planning import plan_next
from govdesk.rotation.queries import schedule_for
from govdesk.rotation.rules import stage_name
from govdesk.rotation.settling import open_losses, owed_at_first, settle
from govdesk.rotation.unasking import tell_unasked


@dataclass(frozen=True)
class Terms:
    """What security decides about one credential."""

    due_on: date | None
    """The calendar's day; None: only what happens makes it due."""
    every_days: int | None = None
    responsible: Person | None = None


@dataclass(frozen=True)
class Wanted:
    """One credential that has no schedule yet, and what security decides about it."""

    account_id: int
    credential: str
    terms: Terms


def schedule_rotation(
    session: Session,
    account: SocialAccount,
    credential: str,
    terms: Terms,
    *,
    by: Actor | None,
    now: datetime,
    office: Office,
) -> RotationSchedule:
    """Decide when a credential of `account` is to be changed; the same wish twice is one schedule.

    Raises Conflict when the credential has another schedule already.
    """
    existing = schedule_for(session, account, credential)
    if existing is not None:
        if existing.calendar_on is None:  # done once, and wanted again
            change_schedule(session, existing, terms, by=by, now=now, office=office)
        elif terms_of(existing) != terms:
            raise Conflict(_("This credential is scheduled already. Open its page to change the day."))
        return existing
    schedule = RotationSchedule(account=account, credential=credential)
    try:
        with session.begin_nested():
            session.add(schedule)
    except IntegrityError:
        raise Conflict(_("This credential is scheduled already. Open its page to change the day.")) from None
    _apply(session, schedule, terms, now, office)
    audit.record(
        session, "rotation:schedule:set", account, by=by, at=now,
        credential=credential, **_in_trail(terms),
    )  # fmt: skip
    return schedule


def schedule_all(session: Session, wanted: Sequence[Wanted], *, by: Actor | None, now: datetime) -> None:
    """Schedule many credentials at once, in a few statements.

    Raises Conflict when one of them has a schedule already: then none is scheduled.
    """
    try:
        with session.begin_nested():
            insert_many(session, RotationSchedule, [_row(one, now) for one in wanted])
    except IntegrityError:
        raise Conflict(
            _("One of these credentials was scheduled at this moment. Look at all of them again.")
        ) from None
    told = [(one.account_id, {"credential": one.credential, **_in_trail(one.terms)}) for one in wanted]
    audit.record_all(session, "rotation:schedule:set", SocialAccount, told, at=now, by=by)


def change_schedule(
    session: Session,
    schedule: RotationSchedule,
    terms: Terms,
    *,
    by: Actor | None,
    now: datetime,
    office: Office,
    reason: str | None = None,
) -> None:
    """Set another day, period or person; unsent reminders of before are taken back.

    What an event demands stays so: a later day of the calendar does not put it off. Of a reason the trail keeps the
    digest; the caller keeps its words.
    """
    before, credential = terms_of(schedule), schedule.credential
    changes = {name: pair for name, pair in _differences(before, terms).items() if pair[0] != pair[1]}
    if not changes:
        return
    _apply(session, schedule, terms, now, office)
    told = {"reason_digest": audit.digest(reason)} if reason else {}
    audit.record(
        session,
        "rotation:schedule:changed",
        schedule.account,
        by=by,
        at=now,
        credential=credential,
        **changes,
        **told,
    )
    tell_unasked(session, schedule, before.responsible, by=by, now=now, office=office)


def record_rotation(
    session: Session,
    schedule: RotationSchedule,
    *,
    rotated_on: date,
    by: Person,
    form_key: str | None,
    now: datetime,
    office: Office,
    rotated_at: datetime | None = None,
    said_at: datetime | None = None,
    confirmed_by: Person | None = None,
) -> Rotation:
    """Let a change count, and start a new period from that day.

    It ends what happened before `rotated_at`, without that before the day, and leaves open what may have happened
    after it. The same form twice is one rotation. Raises Conflict if a later rotation is already on record, or if the
    form was used for another one. People come here through `work.actions`, where steps and second persons are asked
    for: `by` said it at `said_at` (now, unless told), and `confirmed_by` looked at it.
    """
    if form_key and (known := session.scalar(select(Rotation).where(Rotation.form_key == form_key))):
        if not _says_the_same(known, schedule, by, rotated_on, rotated_at, now):
            raise used_before()
        return known
    if schedule.rotated_on and rotated_on < schedule.rotated_on:
        raise Conflict(_("A later change is on record already. Reload the page to see it."))
    was_due_on = schedule.due_on
    rotation = Rotation(
        schedule=schedule, rotated_on=rotated_on, rotated_at=rotated_at, recorded_at=said_at or now, by=by,
        reason=schedule.reason, was_due_on=was_due_on, form_key=form_key,
    )  # fmt: skip
    try:
        session.add(rotation)
        session.flush()
    except IntegrityError:  # at this moment, for another schedule: ours is locked
        raise used_before() from None
    is_over = _clear(session, rotation, office)
    _restart(session, schedule, rotated_on, now, office, is_over=is_over)
    audit.record(
        session, "rotation:credential:rotated", schedule.account, by=confirmed_by or by, at=now,
        credential=schedule.credential, rotated_on=rotated_at or rotated_on, due_on=(was_due_on, schedule.due_on),
        **({"doer_id": by.id} if confirmed_by else {}),
    )  # fmt: skip
    heeding.recorded(session, rotation)
    return rotation


def _says_the_same(
    known: Rotation, schedule: RotationSchedule, by: Person, on: date, at: datetime | None, now: datetime
) -> bool:
    """Of who says "just now" twice, the first time counts."""
    if (known.schedule_id, known.by_id) != (schedule.id, by.id):
        return False
    if at == now:
        return known.rotated_at == known.recorded_at
    return (known.rotated_on, known.rotated_at) == (on, at)


def used_before() -> Conflict:
    """To be raised where a form comes a second time and says something else."""
    return Conflict(_("This form was used before, for something else. Reload the page, then record the change."))


def _clear(session: Session, rotation: Rotation, office: Office) -> bool:
    """End what is sure to have happened before it; gives whether nothing else stands open."""
    since = counts_from(rotation.rotated_on, rotation.rotated_at, office.tz)
    standing = open_losses(session, [rotation.schedule])[rotation.schedule_id]
    ended = [loss for loss in standing if clears(since, loss.lost_at)]
    for loss in ended:
        loss.cleared_by = rotation
    return len(ended) == len(standing)


def _restart(
    session: Session, schedule: RotationSchedule, rotated_on: date, now: datetime, office: Office, *, is_over: bool
) -> None:
    """A new period; a day that was set only once stays where something else made the credential due before it.

    Unless it `is_over`, people are reminded of what happened as if nothing had been recorded.
    """
    was_early = schedule.calendar_on is not None and schedule.due_on != schedule.calendar_on
    schedule.rotated_on = rotated_on
    if schedule.planned_by is not None:
        plan_next(schedule, rotated_on, office, office.today(now))
    elif schedule.every_days:
        schedule.calendar_on = rotated_on + timedelta(schedule.every_days)
    elif not was_early:
        # What was decided for this once is done: from now on the rules count.
        schedule.calendar_on, schedule.by_hand = None, False
    settle(session, [schedule], now=now, anew=[schedule] if is_over else [])
    if not is_over:
        return
    # A period shorter than the first stage begins inside it: who has just changed it is not reminded of that.
    reminders = office.reminders_of(schedule)
    begun = reminders.stage_on(schedule.due_on, rotated_on) if schedule.due_on else None
    schedule.stage = None if begun is None else stage_name(begun)
    schedule.remind_at = office.remind_at(schedule.due_on, schedule.stage, now, reminders)


def _apply(session: Session, schedule: RotationSchedule, terms: Terms, now: datetime, office: Office) -> None:
    schedule.calendar_on, schedule.every_days = terms.due_on, terms.every_days
    schedule.responsible = terms.responsible
    schedule.by_hand, schedule.planned_by = True, None
    settle(session, [schedule], now=now, anew=[schedule])
    reminders = office.reminders_of(schedule)
    schedule.remind_at = office.remind_at(schedule.due_on, schedule.stage, now, reminders)


def _row(wanted: Wanted, now: datetime) -> dict[str, object]:
    """A schedule to which nothing can have happened yet."""
    terms = wanted.terms
    due_on, reason = owed_at_first(terms.due_on)
    return {
        "account_id": wanted.account_id, "credential": wanted.credential, "every_days": terms.every_days,
        "calendar_on": terms.due_on, "due_on": due_on, "reason": reason, "version": 1,
        "responsible_id": terms.responsible.id if terms.responsible else None,
        "remind_at": now if due_on else None,  # the worker looks when exactly
        "by_hand": True, "planned_by": None, "at_rest": False,
    }  # fmt: skip


def _in_trail(terms: Terms) -> dict[str, object]:
    responsible_id = terms.responsible.id if terms.responsible else None
    return {"due_on": terms.due_on, "every_days": terms.every_days, "responsible_id": responsible_id}


def terms_of(schedule: RotationSchedule) -> Terms:
    """What security has decided about it so far."""
    return Terms(schedule.calendar_on, schedule.every_days, schedule.responsible)


def _differences(before: Terms, after: Terms) -> dict[str, tuple[object, object]]:
    def id_of(person: Person | None) -> int | None:
        return person.id if person else None

    return {
        "due_on": (before.due_on, after.due_on),
        "every_days": (before.every_days, after.every_days),
        "responsible_id": (id_of(before.responsible), id_of(after.responsible)),
    }
