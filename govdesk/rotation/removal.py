"""Somebody has what they should have no longer: it is to be changed today."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Exposed
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import ChangeKind, Person, PersonChange
from govdesk.rotation.happening import Happening
from govdesk.rotation.knowing import everything_of
from govdesk.rotation.models import RotationReason
from govdesk.rotation.opening import open_event

ANSWERED = frozenset({Was.OWNER, Was.DEPUTY})


def demand_change(session: Session, exposed: Exposed) -> None:
    """Let it fall due; what is asked for more urgently stays so.

    What stood under the name of a leaver was lost when they left, and is in their bundle: that others are named now
    is not news.
    """
    if exposed.person is not None and _has_a_bundle(session, exposed.person):
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


heeding.when_exposed(demand_change)
