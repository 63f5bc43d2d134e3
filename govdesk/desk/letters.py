"""What the mails of the desk are filled with, read from the rows when a mail goes out."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.desk.leaving import RETURNED
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.queries import unassigned
from govdesk.desk.rules import Visibility
from govdesk.directory.models import Person
from govdesk.notify.models import Notice

KINDS = ("ticket_filed", "ticket_arrived", "ticket_answered", "ticket_replied", "ticket_resolved", "ticket_reopened")


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """Ticket, message (None when nothing was said) and reader; None when the mail has lost its point."""
    ticket = session.get_one(Ticket, notice.subject_id)
    reader = notice.person
    if reader is None or not may(reader, Permission.TICKET_READ, ticket) or _is_pointless(notice.kind, ticket):
        return None
    message = _public_message(session, notice)
    return {"ticket": ticket, "message": message, "reader": reader, "path": f"/tickets/{ticket.id}"}


def _is_pointless(kind: str, ticket: Ticket) -> bool:
    match kind:
        case "ticket_arrived":
            return ticket.assignee_id is not None or ticket.state.is_over
        case "ticket_resolved":
            return not ticket.state.is_over
        case "ticket_reopened":
            return ticket.state.is_over
        case _:
            return False


def _public_message(session: Session, notice: Notice) -> TicketMessage | None:
    # The visibility is asked again: whatever a notice holds, a note is never mailed.
    return session.scalar(
        select(TicketMessage).where(
            TicketMessage.id == notice.context.get("message_id"),
            TicketMessage.ticket_id == notice.subject_id,
            TicketMessage.visibility == Visibility.PUBLIC,
        )
    )


def returned(session: Session, notice: Notice) -> dict[str, Any] | None:
    """The tickets of a leaver that nobody has taken since; None when there are none."""
    reader = notice.person
    if reader is None or not may(reader, Permission.TICKET_QUEUE):
        return None
    waiting = unassigned().where(Ticket.id.in_(notice.context["ticket_ids"]), Ticket.requester_id != reader.id)
    tickets = session.scalars(waiting).all()
    return {"leaver": session.get_one(Person, notice.subject_id), "tickets": tickets} if tickets else None


for _kind in KINDS:
    notify.writes(_kind, letter)
notify.writes(RETURNED, returned)
