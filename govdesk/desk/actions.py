"""What people do with tickets: each step changes the row, tells the trail and owes the mails."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Role
from govdesk.accounts.models import SocialAccount
from govdesk.desk import notices, rules
from govdesk.desk.clocks.cases import end_case
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import Priority, Side, TicketKind, TicketState, Visibility
from govdesk.desk.words import NOTED
from govdesk.directory.models import Person
from govdesk.errors import Conflict, NotPermitted
from govdesk.i18n import _


@dataclass(frozen=True)
class Said:
    """A text somebody sends, and the form it came with: the same form sent twice is one message."""

    text: str
    form_key: str


@dataclass(frozen=True)
class OfType:
    """What the request type of a new ticket says of it."""

    key: str
    priority: Priority
    roles: frozenset[Role]
    """Who answers."""
    is_confidential: bool


@dataclass(frozen=True)
class Matter:
    """What a new ticket is about."""

    kind: TicketKind
    subject: str
    account: SocialAccount | None = None
    unlisted_account: str | None = None
    takeover: bool = False
    type: OfType | None = None


def file_ticket(session: Session, matter: Matter, said: Said, *, by: Person, now: datetime) -> Ticket:
    """Raises IntegrityError when the same form is already a ticket."""
    of = matter.type
    ticket = Ticket(
        kind=matter.kind,
        subject=matter.subject,
        account=matter.account,
        unlisted_account=matter.unlisted_account,
        requester=by,
        state=TicketState.NEW,
        priority=of.priority if of else rules.first_priority(matter.kind, takeover=matter.takeover),
        type_key=of.key if of else None,
        handled_by=" ".join(sorted(of.roles)) if of else Role.AGENT.value,
        is_confidential=of is not None and of.is_confidential,
        opened_at=now,
        changed_at=now,
        form_key=said.form_key,
    )
    session.add(ticket)
    message = _say(session, ticket, said, Visibility.PUBLIC, by=by, now=now)
    audit.record(
        session,
        "desk:ticket:filed",
        ticket,
        by=by,
        at=now,
        kind=ticket.kind,
        priority=ticket.priority,
        account_id=ticket.account_id,
        **({"type_key": of.key} if of else {}),
        **_proof(message),
    )
    notices.of_filing(session, ticket, message, now=now)
    return ticket


def take(session: Session, ticket: Ticket, *, by: Person, seen_assignee_id: int | None, now: datetime) -> None:
    """Make the ticket `by`'s. Raises Conflict when it is no longer with whom the page showed."""
    demand_desk(ticket, by)
    if ticket.assignee_id == by.id:
        return
    if ticket.assignee is not None and ticket.assignee_id != seen_assignee_id:
        raise Conflict(_("%(name)s took it a moment ago.", name=ticket.assignee.name))
    _assign(session, ticket, by, now)


def reply(session: Session, ticket: Ticket, said: Said, *, by: Person, now: datetime) -> TicketMessage:
    """The requester writes."""
    before = ticket.state
    ticket.hear(now)
    message = _say(session, ticket, said, Visibility.PUBLIC, by=by, now=now)
    _record(session, "desk:ticket:replied", ticket, before, by=by, now=now, message=message)
    notices.of_reply(session, ticket, message, now=now)
    return message


def answer(session: Session, ticket: Ticket, said: Said, *, waits: bool, by: Person, now: datetime) -> TicketMessage:
    """The desk writes to the requester; who answers what nobody has, has it."""
    demand_desk(ticket, by)
    _assign_if_free(session, ticket, by, now)
    before = ticket.state
    ticket.answer(now, waits=waits)
    message = _say(session, ticket, said, Visibility.PUBLIC, by=by, now=now)
    _record(session, "desk:ticket:answered", ticket, before, by=by, now=now, message=message)
    notices.of_answer(session, ticket, message, now=now)
    return message


def note(session: Session, ticket: Ticket, said: Said, *, by: Person, now: datetime) -> TicketMessage:
    """Something for the desk alone: the ticket itself does not change, so nothing of it shows outside."""
    demand_desk(ticket, by)
    message = _say(session, ticket, said, Visibility.INTERNAL, by=by, now=now)
    _record(session, NOTED, ticket, ticket.state, by=by, now=now, message=message)
    return message


def resolve(session: Session, ticket: Ticket, *, by: Person, now: datetime) -> None:
    """Nothing is left to do. Nothing happens to a ticket that is resolved."""
    demand_desk(ticket, by)
    if not ticket.state.is_over:
        _assign_if_free(session, ticket, by, now)
        _close(session, ticket, None, by=by, now=now)


def resolve_saying(session: Session, ticket: Ticket, said: Said, *, by: Person, now: datetime) -> TicketMessage:
    """The same with a last answer. Raises Conflict when it is resolved already: the answer may not fit any more."""
    demand_desk(ticket, by)
    if ticket.state.is_over:
        raise Conflict(_("This ticket has been resolved meanwhile."))
    _assign_if_free(session, ticket, by, now)
    message = _say(session, ticket, said, Visibility.PUBLIC, by=by, now=now)
    _close(session, ticket, message, by=by, now=now)
    return message


def reopen(session: Session, ticket: Ticket, *, by: Person, now: datetime) -> None:
    """Nothing happens to a ticket that is open."""
    if by.id != ticket.requester_id:
        demand_desk(ticket, by)
    if not ticket.state.is_over:
        return
    before = ticket.state
    ticket.reopen(now)
    _record(session, "desk:ticket:reopened", ticket, before, by=by, now=now)
    notices.of_reopening(session, ticket, by=by, now=now)


def demand_desk(ticket: Ticket, by: Person) -> None:
    """Raises NotPermitted: nobody works on what they asked themselves."""
    if not ticket.is_worked_by(by):
        raise NotPermitted(_("You asked this yourself: somebody else at the desk has to work on it."))


def _close(session: Session, ticket: Ticket, message: TicketMessage | None, *, by: Person, now: datetime) -> None:
    before = ticket.state
    ticket.resolve(now, answered=message is not None)
    end_case(session, ticket, now)
    _record(session, "desk:ticket:resolved", ticket, before, by=by, now=now, message=message)
    notices.of_resolution(session, ticket, message, now=now)


def _assign_if_free(session: Session, ticket: Ticket, by: Person, now: datetime) -> None:
    if ticket.assignee is None:
        _assign(session, ticket, by, now)


def _assign(session: Session, ticket: Ticket, by: Person, now: datetime) -> None:
    before, had = ticket.state, ticket.assignee_id
    ticket.assign(by, now)
    _record(session, "desk:ticket:assigned", ticket, before, by=by, now=now, assignee_id=(had, by.id))


def _say(
    session: Session, ticket: Ticket, said: Said, visibility: Visibility, *, by: Person, now: datetime
) -> TicketMessage:
    message = TicketMessage(
        ticket=ticket,
        author=by,
        visibility=visibility,
        side=_side(ticket, visibility, by),
        text=said.text,
        written_at=now,
        form_key=said.form_key,
    )
    session.add(message)
    session.flush()
    return message


def _side(ticket: Ticket, visibility: Visibility, by: Person) -> Side:
    if visibility is Visibility.INTERNAL:
        return Side.INTERNAL
    # By id: of a ticket that is being filed only the person is known.
    return Side.REQUESTER if by is ticket.requester or by.id == ticket.requester_id else Side.AGENT


def _record(
    session: Session,
    action: str,
    ticket: Ticket,
    before: TicketState,
    *,
    by: Person,
    now: datetime,
    message: TicketMessage | None = None,
    **fields: object,
) -> None:
    if ticket.state is not before:
        fields["state"] = (before, ticket.state)
    if message:
        fields |= _proof(message)
    audit.record(session, action, ticket, by=by, at=now, **fields)


def _proof(message: TicketMessage) -> dict[str, object]:
    return {"message_id": message.id, "text_digest": audit.digest(message.text)}
