"""Who is owed which mail. Nobody hears of their own act, but for the receipt of what they filed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l

FILED = "ticket_filed"
notify.lets_leave(FILED, _l("Receipts: that your request has arrived"))


def of_filing(session: Session, ticket: Ticket, message: TicketMessage, *, now: datetime) -> None:
    """A receipt to the requester; the desk hears that something came in."""
    _owe(session, FILED, ticket, ticket.requester, message, now=now)
    for agent in _agents(session, ticket):
        _owe(session, "ticket_arrived", ticket, agent, message, now=now)


def of_reply(session: Session, ticket: Ticket, message: TicketMessage, *, now: datetime) -> None:
    for person in those_at_work(session, ticket):
        _owe(session, "ticket_replied", ticket, person, message, now=now)


def of_answer(session: Session, ticket: Ticket, message: TicketMessage, *, now: datetime) -> None:
    _owe(session, "ticket_answered", ticket, ticket.requester, message, now=now)


def of_resolution(session: Session, ticket: Ticket, message: TicketMessage | None, *, now: datetime) -> None:
    _owe(session, "ticket_resolved", ticket, ticket.requester, message, now=now)


def of_reopening(session: Session, ticket: Ticket, *, by: Person, now: datetime) -> None:
    """The other side hears of it."""
    others = those_at_work(session, ticket) if by.id == ticket.requester_id else [ticket.requester]
    for person in others:
        _owe(session, "ticket_reopened", ticket, person, None, now=now)


def those_at_work(session: Session, ticket: Ticket) -> Iterable[Person]:
    """The assignee; the whole desk while nobody has the ticket, or its assignee is gone."""
    if ticket.assignee and ticket.is_worked_by(ticket.assignee):
        return [ticket.assignee]
    return _agents(session, ticket)


def _agents(session: Session, ticket: Ticket) -> list[Person]:
    """Whoever has a role that answers it; each once."""
    roles = [Role(name) for name in ticket.handled_by.split()]
    found = {one.id: one for role in roles for one in session.scalars(people_with_role(role))}
    return [one for one in found.values() if one.id != ticket.requester_id]


def _owe(
    session: Session, kind: str, ticket: Ticket, to: Person, message: TicketMessage | None, *, now: datetime
) -> None:
    session.flush()  # the version then counts this change: a ticket may be resolved more than once
    occasion = f"m{message.id}" if message else f"v{ticket.version}"
    notify.queue(
        session,
        kind,
        subject=ticket,
        to=to,
        key=f"{kind}.{ticket.id}.{occasion}.{to.id}",
        at=now,
        context={"message_id": message.id} if message else {},
    )
