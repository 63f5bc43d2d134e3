"""What the mails of the desk are filled with, read from the rows when a mail goes out."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Permission, may
from govdesk.desk.approving import ASKED, DECIDED
from govdesk.desk.leaving import RETURNED
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.notices import FILED
from govdesk.desk.queries import unassigned
from govdesk.desk.rules import Visibility
from govdesk.desk.typed import Decision
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.notify.models import Notice

OF_REQUESTERS = (FILED, "ticket_answered", "ticket_resolved")
OF_THE_DESK = ("ticket_arrived", "ticket_replied", "ticket_reopened")


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


def approval(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it was decided, or is somebody else's to decide."""
    ticket = session.get_one(Ticket, notice.subject_id)
    reader, turn = notice.person, ticket.next_approval
    is_theirs = reader is not None and may(reader, Permission.TICKET_APPROVE, ticket)
    if not is_theirs or turn is None or turn.position != notice.context.get("position"):
        return None
    return {"ticket": ticket, "path": f"/tickets/{ticket.id}#approval"}


def decided(session: Session, notice: Notice) -> dict[str, Any] | None:
    """What became of what was asked; None for who may not read the ticket any more."""
    ticket = session.get_one(Ticket, notice.subject_id)
    if notice.person is None or not may(notice.person, Permission.TICKET_READ, ticket):
        return None
    refused = next((one for one in ticket.approvals if one.decision is Decision.REFUSED), None)
    return {"ticket": ticket, "refused": refused, "path": f"/tickets/{ticket.id}#approval"}


def returned(session: Session, notice: Notice) -> dict[str, Any] | None:
    """The tickets of a leaver that nobody has taken since; None when there are none."""
    reader = notice.person
    if reader is None or not may(reader, Permission.TICKET_QUEUE):
        return None
    waiting = unassigned(reader).where(Ticket.id.in_(notice.context["ticket_ids"]), Ticket.requester_id != reader.id)
    tickets = session.scalars(waiting).all()
    if not tickets:
        return None
    leaver = session.get_one(Person, notice.subject_id)
    return {"leaver": leaver, "tickets": tickets, "path": "/tickets?view=unassigned"}


for _kind in OF_REQUESTERS:
    notify.writes(_kind, letter, why=_l("it is about your request."))
for _kind in OF_THE_DESK:
    notify.writes(_kind, letter, why=_l("you work on this ticket, or at the desk."))
notify.writes(RETURNED, returned, why=_l("you work at the desk."))
notify.writes(ASKED, approval, why=_l("your word is needed."))
notify.writes(DECIDED, decided, why=_l("you asked for it, or work on it."))
