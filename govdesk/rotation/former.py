"""Who had to do with a credential before and has no longer knows it still, if it has not been changed since."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk import clock
from govdesk.accounts.models import Custodianship
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationAsked, RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.moments import lost_by
from govdesk.rotation.rules import Credential


def held_before(session: Session, person: Person, tz: ZoneInfo, now: datetime) -> Iterator[Touched]:
    """The passwords of the accounts whose custodian `person` was, unless changed on a later day.

    A custodianship is known to have ended by its day alone: it counts until the end of that.
    """
    rotated = (
        select(RotationSchedule.rotated_on)
        .where(
            RotationSchedule.account_id == Custodianship.account_id,
            RotationSchedule.credential == Credential.PASSWORD,
            RotationSchedule.line_id.is_(None),
            RotationSchedule.rotated_on > Custodianship.ended_on,
        )
        .exists()
    )
    mine = Custodianship.person_id == person.id, Custodianship.ended_on.is_not(None)
    for held in session.scalars(select(Custodianship).where(*mine, ~rotated).order_by(Custodianship.id)):
        assert held.ended_on is not None
        lost_at = lost_by(held.ended_on, None, tz, now)
        yield Touched(held.account_id, Credential.PASSWORD, frozenset({Was.FORMER}), lost_at=lost_at)


def lost_before(session: Session, person: Person) -> Iterator[Touched]:
    """What `person` lost access to, or moved away from, since when it was not changed."""
    wanted = (
        RotationEvent.person_id == person.id,
        RotationEvent.kind.in_((RotationReason.REMOVED, RotationReason.MOVER)),
        RotationLoss.cleared_by_id.is_(None),
    )
    losses = select(RotationLoss).join(RotationLoss.event).where(*wanted).options(joinedload(RotationLoss.schedule))
    for loss in session.scalars(losses.order_by(RotationLoss.id)):
        was = frozenset({Was.FORMER, *map(Was, loss.was)})
        schedule, line = loss.schedule, loss.line_id or loss.schedule.line_id
        yield Touched(schedule.account_id, schedule.credential, was, line, lost_at=loss.lost_at)


def asked_before(session: Session, person: Person, tz: ZoneInfo) -> Iterator[Touched]:
    """What `person` was asked to change before others were, unless it was changed on a later day."""
    asked = (
        select(RotationAsked).where(RotationAsked.person_id == person.id).options(joinedload(RotationAsked.schedule))
    )
    for one in session.scalars(asked.order_by(RotationAsked.id)):
        schedule, until_on = one.schedule, clock.local_date(one.until_at, tz)
        if schedule.rotated_on is None or schedule.rotated_on <= until_on:
            was = frozenset({Was.ASKED})
            yield Touched(schedule.account_id, schedule.credential, was, schedule.line_id, lost_at=one.until_at)
