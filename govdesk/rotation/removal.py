"""Somebody has what they should have no longer: it is to be changed today."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Exposed
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import ChangeKind, Person, PersonChange
from govdesk.rotation.happening import Happening
from govdesk.rotation.knowing import everything_of
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.opening import open_event

ANSWERED = frozenset({Was.OWNER, Was.DEPUTY})


def demand_change(session: Session, exposed: Exposed) -> None:
    """Let it fall due; what is asked for more urgently stays so.

    What stood under the name of a leaver was lost when they left, and is in their bundle; likewise what an agency had
    when its contract ended. That others are named now is not news.
    """
    if exposed.person is not None and _has_a_bundle(session, exposed.person):
        return
    if exposed.agency is not None and _ended_before(session, exposed.agency, exposed.touched):
        return
    happening = Happening(
        RotationReason.REMOVED,
        f"removed:{exposed.occasion}",
        max(one.lost_at or exposed.now for one in exposed.touched),
        exposed.now,
        exposed.today,
        exposed.tz,
        by=exposed.by,
        person=exposed.person,
        account=exposed.account,
        thing=exposed.agency,
    )
    open_event(session, happening, [*exposed.touched, *_answered_for(session, exposed)])


def _answered_for(session: Session, exposed: Exposed) -> Iterator[Touched]:
    answered = {one.account_id: one.was for one in exposed.touched if one.was & ANSWERED}
    return everything_of(session, answered)


def _has_a_bundle(session: Session, person: Person) -> bool:
    """Whether they left, and the rooms were told of it."""
    if person.is_employed:
        return False
    left = PersonChange.person_id == person.id, PersonChange.kind == ChangeKind.LEFT
    latest = select(PersonChange).where(*left).order_by(PersonChange.id.desc()).limit(1)
    change = session.scalar(latest)
    return change is not None and change.told_at is not None


def _ended_before(session: Session, agency: str, touched: Iterable[Touched]) -> bool:
    """Whether all these lines were part of what was lost when the contract of an agency ended."""
    losses = select(RotationLoss).join(RotationLoss.event).join(RotationLoss.schedule)
    losses = losses.options(contains_eager(RotationLoss.event), contains_eager(RotationLoss.schedule))
    of_these = RotationSchedule.account_id.in_({one.account_id for one in touched})
    known = {
        (loss.schedule.account_id, loss.schedule.credential, loss.line_id or loss.schedule.line_id)
        for loss in session.scalars(losses.where(RotationEvent.kind == RotationReason.AGENCY, of_these))
        if _folded(loss.event.thing) == _folded(agency)
    }
    return all(one.line is not None and (one.account_id, one.credential, one.line) in known for one in touched)


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


heeding.when_exposed(demand_change)
