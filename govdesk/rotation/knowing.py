"""What somebody is taken to know, beside what they hold: what they answer for, and what they made themselves."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.rotation.work.models import RotationStep, RotationWork

MADE = frozenset({Was.MADE})
_IS_LAST = Rotation.rotated_on == RotationSchedule.rotated_on


def everything_of(session: Session, was: Mapping[int, frozenset[Was]]) -> Iterator[Touched]:
    """Of accounts, by their ids, the password and all else that is scheduled: who answers for an account can ask for
    any of it.
    """
    if not was:
        return
    for account_id, roles in was.items():
        yield Touched(account_id, PASSWORD, roles)
    scheduled = select(RotationSchedule).where(RotationSchedule.account_id.in_(was))
    for schedule in session.scalars(scheduled.order_by(RotationSchedule.id)):
        yield Touched(schedule.account_id, schedule.credential, was[schedule.account_id], schedule.line_id)


def made_by(session: Session, person: Person) -> list[Touched]:
    """Every credential that is as `person` left it, whoever is asked to change it by now."""
    schedules = select(RotationSchedule).where(RotationSchedule.id.in_(_made_by(person)))
    found = session.scalars(schedules.order_by(RotationSchedule.id))
    return [Touched(one.account_id, one.credential, MADE, one.line_id) for one in found]


def has_made(session: Session, person: Person, schedule: RotationSchedule) -> bool:
    """Whether one credential is as `person` left it."""
    its_own = select(RotationSchedule.id).where(RotationSchedule.id == schedule.id)
    return session.scalar(its_own.where(RotationSchedule.id.in_(_made_by(person)))) is not None


def _made_by(person: Person) -> Select[int]:
    """Ids of schedules: who recorded the last change, says that they made one that still waits for its second
    person, or did a step of either.

    Of several changes on the last day any may be the last: who made one of them is taken to know it.
    """
    recorded = select(Rotation.schedule_id).join(Rotation.schedule).where(Rotation.by_id == person.id, _IS_LAST)
    worked = (
        select(RotationWork.schedule_id)
        .join(RotationWork.schedule)
        .outerjoin(RotationWork.rotation)
        .where(RotationWork.rotation_id.is_(None) | _IS_LAST)
    )
    steps = select(RotationStep.work_id).where(RotationStep.by_id == person.id, RotationStep.not_needed.is_(None))
    said, ticked = worked.where(RotationWork.said_by_id == person.id), worked.where(RotationWork.id.in_(steps))
    return recorded.union(said, ticked)  # type: ignore[return-value]  # a union of selects of one number
