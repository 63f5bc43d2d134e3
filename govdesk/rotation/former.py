"""Who held a credential before and does so no longer knows it still, if it has not been changed since."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Custodianship
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
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
