"""What a ticket of a request type has beside its conversation: answers, steps to be done, approvals."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Role
from govdesk.db import Base
from govdesk.desk.types.terms import Approver
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

if TYPE_CHECKING:
    from govdesk.desk.models import Ticket


class TicketAnswers(Base):
    """What was answered, in the words of the version of the type that asked."""

    __tablename__ = "ticket_answers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("request_type_version.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Key of the field → answer: text, list of texts, id of a row, ISO day or moment, true or false, number."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose access it is about: they approve nothing of it."""
    settled_at: Mapped[datetime | None]
    """When closing changed the register; it does so once."""


class TicketStep(Base):
    """Something to be done before a ticket is closed."""

    __tablename__ = "ticket_step"
    __table_args__ = (UniqueConstraint("ticket_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    help: Mapped[str] = mapped_column(String(500), default="")
    is_required: Mapped[bool]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    ticket: Mapped["Ticket"] = relationship(back_populates="steps")
    done_by: Mapped[Person | None] = relationship()


class Decision(Labelled):
    """What an approver said."""

    APPROVED = "approved", _l("Approved"), Tone.OK
    REFUSED = "refused", _l("Refused"), Tone.FROZEN


class TicketApproval(Base):
    """One word that is needed; the first without a decision is the one whose turn it is."""

    __tablename__ = "ticket_approval"
    __table_args__ = (UniqueConstraint("ticket_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    position: Mapped[int]
    approver: Mapped[Approver]
    decision: Mapped[Decision | None]
    reason: Mapped[str | None] = mapped_column(String(1000))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    ticket: Mapped["Ticket"] = relationship(back_populates="approvals")
    decided_by: Mapped[Person | None] = relationship()

    @property
    def asked_people(self) -> list[Person]:
        """Who is asked by name, as of today; nobody: a role is."""
        ticket = self.ticket
        match self.approver:
            case Approver.MANAGER:
                return self._able(ticket.requester.manager)
            case Approver.OWNER if ticket.account is not None:
                return self._able(ticket.account.owner, ticket.account.deputy)
            case Approver.HEAD:
                answering = ticket.account.accountable if ticket.account else ticket.requester.department
                head = answering.head_among(self._can_decide) if answering else None
                return [head] if head else []
            case _:
                return []

    @property
    def asked_role(self) -> Role:
        """Who is asked where nobody is by name."""
        return Role.SECURITY if self.approver is Approver.SECURITY else Role.COMMS

    def awaits(self, person: Actor) -> bool:
        """Whether it is `person`'s to decide; its turn is asked of the ticket."""
        if person.id in self._had_their_say:
            return False
        if asked := self.asked_people:
            return person.id in {one.id for one in asked}
        return self.asked_role in person.roles

    def _able(self, *people: Person | None) -> list[Person]:
        return [one for one in people if one is not None and self._can_decide(one)]

    def _can_decide(self, person: Person) -> bool:
        return person.is_employed and person.id not in self._had_their_say

    @property
    def _had_their_say(self) -> set[int | None]:
        """Nobody decides about what they ask themselves, about themselves, or twice."""
        ticket = self.ticket
        about = ticket.answers.person_id if ticket.answers else None
        before = {one.decided_by_id for one in ticket.approvals if one.decision}
        return {ticket.requester_id, about, *before} - {None}
