"""A hand-over that comes to nothing: the register stays as it is."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.handover import notices
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState
from govdesk.i18n import _


def decline(session: Session, handover: Handover, reason: str, *, by: Person, now: datetime) -> None:
    """Who was to take over will not. Raises Conflict once they have confirmed, or it is over."""
    if handover.state not in (HandoverState.LISTING, HandoverState.CONFIRMING):
        raise Conflict(_("You have confirmed this hand-over, or it is over. Ask communications to cancel it."))
    _end(session, handover, HandoverState.DECLINED, reason, by=by, now=now)


def cancel(session: Session, handover: Handover, reason: str, *, by: Person | None, now: datetime) -> None:
    """Call it off; `by` nobody when the machine does. Raises Conflict when it is over."""
    if not handover.state.is_open:
        raise Conflict(_("This hand-over is over already."))
    _end(session, handover, HandoverState.CANCELLED, reason, by=by, now=now)


def _end(
    session: Session, handover: Handover, state: HandoverState, reason: str, *, by: Person | None, now: datetime
) -> None:
    handover.move_on(state, now)
    handover.ended_by, handover.ended_at, handover.end_reason = by, now, reason
    audit.record(session, f"handover:step:{state}", handover.account, by=by, at=now, incoming_id=handover.incoming_id)
    notices.tell(session, handover, by=by, now=now)
