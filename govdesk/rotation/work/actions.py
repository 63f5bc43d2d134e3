"""Ticking steps, saying that it is done, and confirming what somebody else has done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid, NotPermitted
from govdesk.i18n import _
from govdesk.rotation.actions import record_rotation, used_before
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.work import asking  # noqa: F401 - lets ordinary reminders rest
from govdesk.rotation.work.models import RotationStep, RotationWork
from govdesk.rotation.work.queries import under_way
from govdesk.rotation.work.rules import Statement, Step, statements_about
from govdesk.rotation.work.second import answered, ask, tell_refused
from govdesk.secrecy import holds_secret


@dataclass(frozen=True)
class Said:
    """What whoever changed it says."""

    on: date
    at: datetime | None = None
    """None: on that day, nobody knows when."""
    statements: tuple[Statement, ...] = ()
    note: str = ""
    form_key: str | None = None


def begin(session: Session, schedule: RotationSchedule, *, now: datetime) -> RotationWork:
    """The work under way on a schedule that nobody else can change meanwhile; a new one where there is none."""
    work = under_way(session, schedule)
    if work is None:
        work = RotationWork(schedule=schedule, begun_at=now, statements=[], later=[])
        session.add(work)
        session.flush()
    return work


def mark(
    session: Session, work: RotationWork, step: Step, *, by: Person, now: datetime, not_needed: str | None = None
) -> None:
    """Put on record that a step is done or, with a reason, that it does not apply; what is marked stays as it is.

    Raises Conflict while a second person is asked, Invalid for a reason that holds a secret.
    """
    _demand_open(work)
    if not_needed is not None and holds_secret(not_needed):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say only why."))
    if any(known.step == step.key for known in work.marks):
        return
    _add_mark(session, work, step, by, now, not_needed)
    verb = "done" if not_needed is None else "dismissed"
    _tell_trail(session, work, f"rotation:step:{verb}", by, now, step=step.key)


def unmark(session: Session, work: RotationWork, step: Step, *, by: Person, now: datetime) -> None:
    """It is to be done after all. Raises Conflict while a second person is asked, or once the change counts."""
    _demand_open(work)
    if work.rotation_id is not None:
        raise Conflict(_("The change is on record with this step. What is done stays on record."))
    for known in [known for known in work.marks if known.step == step.key]:
        work.marks.remove(known)
        session.flush()
        _tell_trail(session, work, "rotation:step:reopened", by, now, step=step.key)


def say_changed(
    session: Session, schedule: RotationSchedule, said: Said, *, steps: Iterable[Step], needs_second: bool,
    by: Person, now: datetime, office: Office,
) -> Rotation | None:  # fmt: skip
    """Put the change on record; None where it counts only once a second person has confirmed it.

    Whoever says it says so of all `steps` that may not wait and are not marked yet. The same form twice is one
    record. Raises Conflict if the form was used for something else, a later change is on record, or another one
    waits for its second person.
    """
    known = said.form_key and session.scalar(select(RotationWork).where(RotationWork.form_key == said.form_key))
    if known:
        return _again(session, known, schedule, said, by=by, now=now, office=office)
    work = under_way(session, schedule)
    if work is not None:
        _demand_open(work)
    if needs_second:
        _demand_all(schedule, said)
    work = work or begin(session, schedule, now=now)
    implied, work.later = _take_along(session, work, steps, by, now)
    _write_down(session, work, said, by, now)
    _tell_trail(
        session, work, "rotation:change:said", by, now,
        attested=", ".join(work.statements) or None, steps=", ".join(implied) or None,
        note=audit.digest(work.note) if work.note else None,
    )  # fmt: skip
    if needs_second:
        ask(session, work, now=now, tz=office.tz)
        return None
    return _count(session, work, now=now, office=office)


def confirm(session: Session, work: RotationWork, *, by: Person, now: datetime, office: Office) -> Rotation:
    """Let it count, from the moment of the change. Raises Conflict when nothing waits, NotPermitted for the doer."""
    _demand_second(work, by)
    work.second, work.second_at = by, now
    rotation = _count(session, work, now=now, office=office)
    answered(session, work, now=now)
    return rotation


def refuse(session: Session, work: RotationWork, reason: str, *, by: Person, now: datetime) -> None:
    """Give it back to whoever did it. Raises like `confirm`, and Invalid for a reason that holds a secret."""
    _demand_second(work, by)
    if holds_secret(reason):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say only why."))
    work.second, work.second_at, work.refusal = by, now, reason
    answered(session, work, now=now)
    tell_refused(session, work, now=now)
    _tell_trail(session, work, "rotation:change:refused", by, now, reason=audit.digest(reason))


def withdraw(session: Session, work: RotationWork, *, by: Person, now: datetime) -> None:
    """It was not changed, or otherwise than said: the steps stay as they are. Raises Conflict when nothing waits."""
    _demand_waiting(work)
    work.said_by = work.said_at = work.rotated_on = work.rotated_at = work.note = None
    work.statements, work.later = [], []
    answered(session, work, now=now)
    _tell_trail(session, work, "rotation:change:withdrawn", by, now)


def _count(session: Session, work: RotationWork, *, now: datetime, office: Office) -> Rotation:
    assert work.said_by is not None, "somebody said it"
    assert work.rotated_on is not None, "with the day"
    rotation = record_rotation(
        session, work.schedule, rotated_on=work.rotated_on, rotated_at=work.rotated_at, by=work.said_by,
        form_key=work.form_key, now=now, office=office, said_at=work.said_at, confirmed_by=work.second,
    )  # fmt: skip
    work.rotation = rotation
    session.flush()
    return rotation


def _again(
    session: Session, known: RotationWork, schedule: RotationSchedule, said: Said, *,
    by: Person, now: datetime, office: Office,
) -> Rotation | None:  # fmt: skip
    """A form that was sent before: thanked for if it says the same."""
    if known.rotation_id is not None:
        return record_rotation(
            session, schedule, rotated_on=said.on, rotated_at=said.at, by=by, form_key=said.form_key, now=now,
            office=office,
        )  # fmt: skip
    is_same_time = known.rotated_at == known.said_at if said.at == now else known.rotated_at == said.at
    told = known.waits, known.schedule_id, known.said_by_id, known.rotated_on
    if told != (True, schedule.id, by.id, said.on) or not is_same_time:
        raise used_before()
    return None


def _write_down(session: Session, work: RotationWork, said: Said, by: Person, now: datetime) -> None:
    work.said_by, work.said_at, work.note, work.form_key = by, now, said.note or None, said.form_key
    work.rotated_on, work.rotated_at = said.on, said.at
    work.statements, work.refusal = [one.value for one in said.statements], None
    work.second = work.second_at = None
    try:
        session.flush()
    except IntegrityError:  # the form is used for another schedule at this moment: ours is locked
        raise used_before() from None


def _take_along(
    session: Session, work: RotationWork, steps: Iterable[Step], by: Person, now: datetime
) -> tuple[list[str], list[str]]:
    """Mark what is said to be done with it; gives the keys of that, and of what is left for later."""
    known = {mark.step for mark in work.marks}
    left = [step for step in steps if step.key not in known]
    implied = [step for step in left if not step.may_wait]
    for step in implied:
        _add_mark(session, work, step, by, now)
    return [step.key for step in implied], [step.key for step in left if step.may_wait]


def _add_mark(
    session: Session, work: RotationWork, step: Step, by: Person, now: datetime, not_needed: str | None = None
) -> None:
    work.marks.append(RotationStep(step=step.key, by=by, at=now, not_needed=not_needed))
    session.flush()


def _demand_open(work: RotationWork) -> None:
    if work.waits:
        raise Conflict(_("It waits for a second person, who confirms it or gives it back. Until then it stays so."))


def _demand_waiting(work: RotationWork) -> None:
    if not work.waits:
        raise Conflict(_("Nothing waits here any more: it was confirmed or given back meanwhile. Reload the page."))


def _demand_second(work: RotationWork, by: Person) -> None:
    _demand_waiting(work)
    if work.said_by_id == by.id:
        raise NotPermitted(_("Whoever changed it cannot be the second person."))


def _demand_all(schedule: RotationSchedule, said: Said) -> None:
    """A second person can only look at what the first one stands for."""
    if set(said.statements) != set(statements_about(schedule.credential)):
        raise Invalid(
            _("Here each of the statements is needed: tick what is true, and change it once more if one is not.")
        )
    if schedule.rotated_on and said.on < schedule.rotated_on:
        raise Conflict(_("A later change is on record already. Reload the page to see it."))


def _tell_trail(
    session: Session, work: RotationWork, action: str, by: Person, now: datetime, **fields: object
) -> None:
    schedule = work.schedule
    audit.record(session, action, schedule.account, by=by, at=now, credential=schedule.credential, **fields)
