"""Tickets and what is said on them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class TicketKind(Labelled):
    INCIDENT = "incident", _l("Something is broken or at risk")
    REQUEST = "service_request", _l("I need something")
    QUESTION = "question", _l("I have a question")


class TicketState(Labelled):
    NEW = "new", _l("New"), Tone.SOON
    OPEN = "open", _l("In work"), Tone.OK
    WAITING = "waiting", _l("Waiting for the requester"), Tone.FROZEN
    RESOLVED = "resolved", _l("Resolved"), Tone.PLAIN
    REOPENED = "reopened", _l("Reopened"), Tone.SOON
    CLOSED = "closed", _l("Closed"), Tone.PLAIN


class Priority(Labelled):
    """Order of work; a suspected takeover is always urgent."""

    URGENT = "1", _l("Urgent"), Tone.LATE
    HIGH = "2", _l("High"), Tone.SOON
    NORMAL = "3", _l("Normal"), Tone.PLAIN
    LOW = "4", _l("Low"), Tone.PLAIN


class Visibility(Labelled):
    PUBLIC = "public", _l("Public reply")
    INTERNAL = "internal", _l("Internal note")


class Ticket(Base):
    """Somebody asks for help; its id is the number people see."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("requester_id", "form_key"),
        Index("ix_ticket_queue", "state", "priority", "id"),
    )
    seen_by = Permission.TICKET_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TicketKind]
    subject: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id"), index=True)
    unlisted_account: Mapped[str | None] = mapped_column(String(500))
    """The requester's words for an account that is not in the register: a finding of its own."""
    requester_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[TicketState] = mapped_column(default=TicketState.NEW)
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """Last word or change of state: the order of lists."""
    first_answered_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    form_key: Mapped[str] = mapped_column(String(40))
    """The form it came with: the same form sent twice is one ticket."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount | None] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=requester_id)
    assignee: Mapped[Person | None] = relationship(foreign_keys=assignee_id)
    messages: Mapped[list["TicketMessage"]] = relationship(back_populates="ticket", order_by="TicketMessage.id")

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        is_a = {
            Relation.REQUESTER: self.requester_id == person.id,
            Relation.ASSIGNEE: self.assignee_id == person.id,
        }
        return frozenset(relation for relation, holds in is_a.items() if holds)


class TicketMessage(Base):
    """One thing said on a ticket: to everybody on it, or among agents."""

    __tablename__ = "ticket_message"
    __table_args__ = (UniqueConstraint("author_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visibility: Mapped[Visibility]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(String(40))

    ticket: Mapped[Ticket] = relationship(back_populates="messages")
    author: Mapped[Person] = relationship()
