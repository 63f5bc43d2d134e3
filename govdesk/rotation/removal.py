"""Somebody has what they should have no longer: it is to be changed today."""

from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.heeding import Exposed
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationReason
from govdesk.rotation.opening import open_event


def demand_change(session: Session, exposed: Exposed) -> None:
    """Let it fall due; what is asked for more urgently stays so."""
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
    open_event(session, happening, exposed.touched)


heeding.when_exposed(demand_change)
