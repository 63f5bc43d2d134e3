"""Reading tickets, each as far as the reader may."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk import audit
from govdesk.access import Role
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.audit.history import Line, events_of
from govdesk.audit.models import AuditEvent
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import STILL_OPEN, Priority, Visibility
from govdesk.desk.words import NOTED, for_people
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

HANDLERS = frozenset({Role.AGENT, Role.COMMS, Role.SECURITY})
"""Roles that can answer tickets."""
_OPEN = Ticket.state.in_(STILL_OPEN)
_PEOPLE = (
    joinedload(Ticket.requester).lazyload(Person.granted),
    joinedload(Ticket.assignee).lazyload(Person.granted),
)
_LISTED = (*_PEOPLE, joinedload(Ticket.account))


def ticket(session: Session, number: int) -> Ticket:
    """One ticket with all that its page shows. Raises NotFound in the words used for a foreign one."""
    whole = select(Ticket).options(
        *_PEOPLE,
        joinedload(Ticket.account).selectinload(SocialAccount.ownerships),
        selectinload(Ticket.messages).joinedload(TicketMessage.author).lazyload(Person.granted),
    )
    return _one(session, whole, number)


def ticket_to_change(session: Session, number: int) -> Ticket:
    """The same, kept from others until the transaction ends: who comes second sees what the first did."""
    session.execute(select(Ticket.id).where(Ticket.id == number).with_for_update())
    return ticket(session, number)


def _one(session: Session, query: Select[Ticket], number: int) -> Ticket:
    found = session.scalar(query.where(Ticket.id == number))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def conversation(ticket: Ticket, reader: Person) -> list[TicketMessage]:
    """What was said, oldest first, as far as the reader may know."""
    if ticket.shows_notes_to(reader):
        return list(ticket.messages)
    return [message for message in ticket.messages if message.visibility is Visibility.PUBLIC]


def history(session: Session, ticket: Ticket, reader: Person) -> list[Line]:
    """What was done, newest first, as far as the reader may know."""
    events: Select[AuditEvent] = events_of(ticket)
    if not ticket.shows_notes_to(reader):
        events = events.where(AuditEvent.action != NOTED)
    return [for_people(line) for line in audit.lines(session, session.scalars(events.limit(50)).all())]


def asked_by(person: Person) -> Select[Ticket]:
    """What somebody asked for, the latest word first."""
    return _listed(Ticket.requester_id == person.id).order_by(Ticket.changed_at.desc(), Ticket.id.desc())


def known_to(reader: Person) -> ColumnElement[bool]:
    """The tickets that somebody's roles let them know of, and their own: what is confidential few know of."""
    if Role.AUDITOR in reader.roles:
        return true()
    answered = [Ticket.handled_by.contains(role.value) for role in sorted(HANDLERS & reader.roles)]
    if Role.AGENT in reader.roles:
        answered.append(Ticket.is_confidential.is_(False))
    return or_(Ticket.requester_id == reader.id, *answered)


def queue(reader: Person, *narrowed: ColumnElement[bool]) -> Select[Ticket]:
    """What is to be done, as far as the reader may know: first what breaks a promise first, last what stands still.

    Among equals the most urgent.
    """
    broken_first = Ticket.breaches_at.nulls_last(), Ticket.priority, Ticket.id
    return _listed(_OPEN, known_to(reader), *narrowed).order_by(*broken_first)


def unassigned(reader: Person) -> Select[Ticket]:
    return queue(reader, Ticket.assignee_id.is_(None))


def assigned_to(person: Person, reader: Person) -> Select[Ticket]:
    return queue(reader, Ticket.assignee_id == person.id)


def answered_by_roles_of(reader: Person) -> Select[Ticket]:
    """What is to be done by who has the roles of somebody who is not at the desk."""
    return queue(reader, Ticket.requester_id != reader.id)


def resolved(reader: Person) -> Select[Ticket]:
    """What is over, the latest first."""
    return _listed(~_OPEN, known_to(reader)).order_by(Ticket.changed_at.desc(), Ticket.id.desc())


def open_tickets_of(session: Session, account: SocialAccount, reader: Person) -> Sequence[Ticket]:
    """What is to be done about one account, for its page."""
    return session.scalars(queue(reader, Ticket.account_id == account.id)).all()


MOST_OF_PERSON = 50


def open_tickets_asked_by(session: Session, person: Person, reader: Person) -> Sequence[Ticket]:
    """What somebody waits for, for their page: at most `MOST_OF_PERSON`."""
    return session.scalars(queue(reader, Ticket.requester_id == person.id).limit(MOST_OF_PERSON)).all()


def open_tickets_with(session: Session, person: Person, reader: Person) -> Sequence[Ticket]:
    """What somebody works on, for their page: at most `MOST_OF_PERSON`."""
    return session.scalars(assigned_to(person, reader).limit(MOST_OF_PERSON)).all()


def _listed(*conditions: ColumnElement[bool]) -> Select[Ticket]:
    return select(Ticket).where(*conditions).options(*_LISTED)


@dataclass(frozen=True)
class Load:
    """How much there is to do."""

    open: int
    unassigned: int
    mine: int
    urgent: int


def load(session: Session, person: Person) -> Load:
    """Counts of open tickets in one statement."""
    counts = session.execute(
        select(
            func.count(),
            func.count().filter(Ticket.assignee_id.is_(None)),
            func.count().filter(Ticket.assignee_id == person.id),
            func.count().filter(Ticket.priority == Priority.URGENT),
        ).where(_OPEN, known_to(person))
    ).one()
    return Load(*counts)


def ticket_sent_with(session: Session, person: Person, form_key: str) -> Ticket | None:
    """The ticket that this form has become already."""
    return session.scalar(
        select(Ticket)
        .where(Ticket.requester_id == person.id, Ticket.form_key == form_key)
        .options(selectinload(Ticket.messages))
    )


def message_sent_with(session: Session, person: Person, form_key: str) -> TicketMessage | None:
    """The message that this form has become already."""
    return session.scalar(
        select(TicketMessage).where(TicketMessage.author_id == person.id, TicketMessage.form_key == form_key)
    )


def official_accounts() -> Select[SocialAccount]:
    """What the account picker offers."""
    return (
        select(SocialAccount)
        .where(SocialAccount.state.in_(IN_USE))
        .order_by(func.lower(SocialAccount.handle), SocialAccount.id)
    )


def account_at(session: Session, address: str, platforms: Catalogue) -> SocialAccount | None:
    """The registered account that an address, however pasted, means."""
    match identify(address, platforms):
        case Identity(key=key):
            return session.scalar(select(SocialAccount).where(SocialAccount.identity == key))
        case _:
            return None
