"""Giving schedules another day in the calendar, for a reason, and taking that back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid, NotFound
from govdesk.i18n import _
from govdesk.rotation.actions import change_schedule, terms_of
from govdesk.rotation.calendar.models import RotationMove
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import these_to_change
from govdesk.web.guard import NO_SUCH_PAGE

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Wish:
    """Where to, why, and the form it was said with."""

    to_on: date
    reason: str
    form_key: str


def seen_as(session: Session, versions: Mapping[int, int]) -> list[RotationSchedule]:
    """These schedules, as somebody saw them: id → version.

    Raises Invalid for none or too many, Conflict for one that is not as it was, or has no day to be moved.
    """
    if not versions or len(versions) > MOST_AT_ONCE:
        raise Invalid(_("Choose between 1 and %(most)d entries.", most=MOST_AT_ONCE))
    found = these_to_change(session, versions)
    if {one.id: one.version for one in found} != dict(versions):
        raise Conflict(_("Somebody else has changed what you want to move. The calendar shows it as it is now."))
    if dayless := [one for one in found if one.calendar_on is None]:
        raise Conflict(
            _(
                "%(account)s has no day in the calendar: what happened makes it due.",
                account=dayless[0].account.handle,
            )
        )
    return found


def move(
    session: Session, schedules: Sequence[RotationSchedule], wish: Wish, *, by: Person, now: datetime, office: Office
) -> list[RotationMove]:
    """Give each the day; the first of the moves is the one by which all of them are known.

    What happened is not put off: a credential that is due because of it stays so, and only its day in the calendar
    moves.
    """
    moves = []
    for schedule in schedules:
        moves.append(
            RotationMove(
                form_key=wish.form_key, schedule=schedule, was_on=schedule.calendar_on, to_on=wish.to_on,
                was_by_hand=schedule.by_hand, was_planned_by=schedule.planned_by,
                reason=wish.reason, by=by, moved_at=now,
            )
        )  # fmt: skip
        terms = replace(terms_of(schedule), due_on=wish.to_on)
        change_schedule(session, schedule, terms, by=by, now=now, office=office, reason=wish.reason)
    session.add_all(moves)
    session.flush()
    return moves


def undo(session: Session, move_id: int, *, by: Person, now: datetime, office: Office) -> list[RotationMove]:
    """Give all that moved with it the day of before, led by the rule of before.

    Raises NotFound, and Conflict when one was changed since.
    """
    first = session.get(RotationMove, move_id)
    if first is None:
        raise NotFound(NO_SUCH_PAGE)
    moves = [one for one in done_with(session, first.form_key) if one.undone_at is None]
    schedules = {one.id: one for one in these_to_change(session, [move.schedule_id for move in moves])}
    for one in moves:
        schedule = schedules.get(one.schedule_id)
        if schedule is None or schedule.calendar_on != one.to_on:
            raise Conflict(_("It was given another day or was changed since. Move it from where it is now."))
        terms = replace(terms_of(schedule), due_on=one.was_on)
        change_schedule(session, schedule, terms, by=by, now=now, office=office)
        # The rule that led to its day leads it again.
        schedule.by_hand, schedule.planned_by = one.was_by_hand, one.was_planned_by
        one.undone_at = now
    return moves


def moves_of(session: Session, schedule: RotationSchedule) -> Sequence[RotationMove]:
    """The latest first, for the page of the schedule."""
    query = select(RotationMove).where(RotationMove.schedule_id == schedule.id).order_by(RotationMove.id.desc())
    return session.scalars(query.limit(10)).all()


def done_with(session: Session, form_key: str) -> Sequence[RotationMove]:
    """What moved by a form; a form that is sent twice moves once."""
    return session.scalars(
        select(RotationMove).where(RotationMove.form_key == form_key).order_by(RotationMove.id)
    ).all()
