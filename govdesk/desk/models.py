"""Tickets and what is said on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role, may
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.desk import rules
from govdesk.desk.rules import Priority, Side, TicketKind, TicketState, Visibility
from govdesk.desk.spells import Aspect, TicketSpell
from govdesk.desk.typed import Decision, TicketAnswers, TicketApproval, TicketStep
from govdesk.directory.models import Person

RECKONED = "reckoned_by IS NOT NULL"
WARNED = "warn_at IS NOT NULL"
NOT_OVER = "state NOT IN ('resolved', 'closed')"


class Ticket(Base):
    """Somebody asks for help; its id is the number people see."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("requester_id", "form_key"),
        Index("ix_ticket_queue", "state", "priority", "id"),
        Index("ix_ticket_reckoned", "reckoned_by", sqlite_where=text(RECKONED), postgresql_where=text(RECKONED)),
        Index("ix_ticket_warn_at", "warn_at", sqlite_where=text(WARNED), postgresql_where=text(WARNED)),
        Index(
            "ix_ticket_breaches_at",
            "breaches_at",
            "priority",
            "id",
            sqlite_where=text(NOT_OVER),
            postgresql_where=text(NOT_OVER),
        ),
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
    """Last public word or change of state: the order of lists. A note leaves it alone, or it would show."""
    first_answered_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    breaches_at: Mapped[datetime | None]
    """When the next promise is broken, for lists; None while none runs. It follows from the facts alone."""
    breaches_by: Mapped[str | None] = mapped_column(String(40))
    """What is promised then, a `Measure`."""
    warn_at: Mapped[datetime | None]
    """When the desk is next to be warned; the worker polls this."""
    reckoned_by: Mapped[str | None] = mapped_column(String(32), default="")
    """Digest of the terms by which these were reckoned; "": they are to be anew; None: nothing runs any more."""
    type_key: Mapped[str | None] = mapped_column(String(40), index=True)
    """The request type; None for what was asked in somebody's own words."""
    handled_by: Mapped[str] = mapped_column(String(80), default=Role.AGENT.value)
    """The roles that answer, with blanks between them."""
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """Only who asks, who answers, who approves and auditors know that it is there."""
    form_key: Mapped[str] = mapped_column(String(40))
    """The form it came with: the same form sent twice is one ticket."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount | None] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=requester_id)
    assignee: Mapped[Person | None] = relationship(foreign_keys=assignee_id)
    messages: Mapped[list["TicketMessage"]] = relationship(back_populates="ticket", order_by="TicketMessage.id")
    spells: Mapped[list[TicketSpell]] = relationship(order_by="TicketSpell.id")
    answers: Mapped[TicketAnswers | None] = relationship()
    steps: Mapped[list[TicketStep]] = relationship(back_populates="ticket", order_by=TicketStep.position)
    approvals: Mapped[list[TicketApproval]] = relationship(back_populates="ticket", order_by=TicketApproval.position)

    def __init__(self, **values: Any) -> None:
        """What it is from the beginning is on record like what it becomes."""
        super().__init__(**{"state": TicketState.NEW, "priority": Priority.NORMAL, **values})
        self._record(Aspect.STATE, self.state, self.opened_at)
        self._record(Aspect.PRIORITY, self.priority, self.opened_at)

    def _record(self, aspect: Aspect, value: str | None, now: datetime) -> None:
        """What was so ends, and `value` is so from now on; nothing where it is None."""
        for spell in self.spells:
            if spell.aspect is aspect and spell.ended_at is None:
                spell.ended_at = now
        if value is not None:
            self.spells.append(TicketSpell(aspect=aspect, value=value, began_at=now))
        self.reckoned_by = ""

    def now_of(self, aspect: Aspect) -> TicketSpell | None:
        """What is so now; None where nothing is."""
        return next((spell for spell in self.spells if spell.aspect is aspect and spell.ended_at is None), None)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        is_a = {
            Relation.REQUESTER: self.requester_id == person.id,
            Relation.ASSIGNEE: self.assignee_id == person.id,
            Relation.HANDLER: self.is_handled_by(person.roles),
            Relation.APPROVER: self.awaits_approval_of(person),
            Relation.ASKED: self.type_key is not None and self._was_decided_by(person),
        }
        return frozenset(relation for relation, holds in is_a.items() if holds)

    def is_handled_by(self, roles: frozenset[Role]) -> bool:
        """Whether one of these roles answers it; agents answer whatever is not confidential."""
        named = {role.value for role in roles} & set(self.handled_by.split())
        return bool(named) or (Role.AGENT in roles and not self.is_confidential)

    @property
    def next_approval(self) -> TicketApproval | None:
        """Whose turn it is; None when nobody's is, as once somebody has refused."""
        if self.type_key is None or any(one.decision is Decision.REFUSED for one in self.approvals):
            return None
        return next((one for one in self.approvals if one.decision is None), None)

    def awaits_approval_of(self, person: Actor) -> bool:
        turn = None if self.state.is_over else self.next_approval
        return turn is not None and turn.awaits(person)

    def _was_decided_by(self, person: Actor) -> bool:
        return any(one.decided_by_id == person.id for one in self.approvals)

    def shows_notes_to(self, person: Actor) -> bool:
        """Never to whoever asked, even where they are an agent or auditor: a note may be about them."""
        return self.requester_id != person.id and may(person, Permission.TICKET_NOTES, self)

    def is_worked_by(self, person: Actor) -> bool:
        """Whether `person` stands on the desk's side; nobody works on what they asked themselves."""
        return self.requester_id != person.id and may(person, Permission.TICKET_WORK, self)

    def says(self, subject: str, text: str) -> bool:
        """Whether it was filed with these words."""
        return (self.subject, self.messages[0].text) == (subject, text)

    def assign(self, person: Person, now: datetime) -> None:
        self.assignee = person
        self._record(Aspect.ASSIGNEE, str(person.id), now)
        self._become(rules.when_taken(self.state), now)

    def give_back(self, now: datetime) -> None:
        """Nobody at the desk has it any more."""
        self.assignee = None
        self._record(Aspect.ASSIGNEE, None, now)
        self._become(rules.when_given_back(self.state, answered=self.first_answered_at is not None), now)

    def hear(self, now: datetime) -> None:
        """The requester has written."""
        self._turn(rules.when_replied(self.state), now)

    def answer(self, now: datetime, *, waits: bool) -> None:
        """The desk has written to the requester; the first time is kept for ever."""
        self.first_answered_at = self.first_answered_at or now
        self._turn(rules.when_answered(self.state, waits=waits), now)

    def resolve(self, now: datetime, *, answered: bool) -> None:
        if answered:
            self.first_answered_at = self.first_answered_at or now
        self._turn(TicketState.RESOLVED, now)
        self.pass_on(None, now)
        self.resolved_at = now

    def wait_for_platform(self, now: datetime) -> None:
        self._turn(TicketState.PLATFORM, now)

    def go_on(self, now: datetime) -> None:
        """The platform is waited for no more; what waits for the requester still does."""
        if self.state is TicketState.PLATFORM:
            self._turn(TicketState.OPEN, now)

    def prioritise(self, priority: Priority, now: datetime) -> None:
        self.priority = priority
        self._record(Aspect.PRIORITY, priority, now)

    def pass_on(self, team: str | None, now: datetime) -> None:
        """To another team, by its key; None: back to the desk."""
        self._record(Aspect.TEAM, team, now)

    def reopen(self, now: datetime) -> None:
        self._turn(TicketState.REOPENED, now)

    def _turn(self, state: TicketState, now: datetime) -> None:
        if self.state.is_over and not state.is_over:
            self.resolved_at = None
        self.changed_at = now
        self.reckoned_by = ""
        self._become(state, now)

    def _become(self, state: TicketState, now: datetime) -> None:
        if state is not self.state:
            self.state = state
            self._record(Aspect.STATE, state, now)


class TicketMessage(Base):
    """One thing said on a ticket: to everybody on it, or among agents."""

    __tablename__ = "ticket_message"
    __table_args__ = (UniqueConstraint("author_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visibility: Mapped[Visibility]
    side: Mapped[Side] = mapped_column(default=Side.REQUESTER)
    """Whose word it is; unless somebody says otherwise one that keeps no promise."""
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(String(40))

    ticket: Mapped[Ticket] = relationship(back_populates="messages")
    author: Mapped[Person] = relationship()
