"""Cases at platforms: the one that is open, and its end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.desk.clocks.models import PlatformCase
from govdesk.desk.models import Ticket


def open_case(session: Session, ticket: Ticket) -> PlatformCase | None:
    """What the platform is waited for; None when it is not."""
    query = select(PlatformCase).where(PlatformCase.ticket_id == ticket.id, PlatformCase.ended_at.is_(None))
    return session.scalar(query.order_by(PlatformCase.id.desc()).limit(1))


def end_case(session: Session, ticket: Ticket, now: datetime) -> None:
    """Nobody is reminded to ask any more."""
    if case := open_case(session, ticket):
        case.ended_at = now
