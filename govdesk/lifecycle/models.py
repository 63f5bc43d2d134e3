"""One request about an account, and what was said about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Department, Person
from govdesk.lifecycle.rules import DECISIONS, ROLE_OF, Act, Kind, RequestState

IS_OPEN = text("state IN ('owner', 'department', 'comms', 'security', 'returned', 'approved')")
IS_APPROVAL = text("act = 'approved'")


class AccountRequest(Base):
    """Somebody asks for an account, or for access to one. Until it is done the register stays as it is."""

    __tablename__ = "account_request"
    __table_args__ = (
        UniqueConstraint("requester_id", "form_key"),
        Index("ix_account_request_open", "changed_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        # One address is on its way once: who asks second is shown the first.
        Index("uq_account_request_open", "identity", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index(
            "ix_account_request_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )
    seen_by = Permission.REQUEST_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    state: Mapped[RequestState] = mapped_column(default=RequestState.DEPARTMENT)
    asked_by_state: Mapped[RequestState | None]
    """Of one that was sent back: whose question it is, and where it goes on when only words were added."""
    requester_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id", ondelete="SET NULL"), index=True)
    """None for one to be opened, until it is approved."""
    platform: Mapped[str] = mapped_column(String(40))
    handle: Mapped[str] = mapped_column(String(300))
    """As it is, or is wished for."""
    url: Mapped[str | None] = mapped_column(String(1000))
    """Where it shall be; None where the address does not change."""
    identity: Mapped[str | None] = mapped_column(String(500))
    """Of `url`, or of the account that is to be closed."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """The accountable department as wished; so are owner and deputy. None: as they are."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose access it is about; None where it is an outside agency's."""
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id", ondelete="SET NULL"))
    """What replaces an account that is closed."""
    last_on: Mapped[date | None]
    """The last day of an account that is closed, or the planned one of an access."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The other answers, by the field of the form; words, never a secret."""
    round: Mapped[int] = mapped_column(default=1)
    """Counts how often approval began anew, since what was approved before was something else."""
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """The latest step."""
    remind_at: Mapped[datetime | None]
    """Next moment at which whoever it lies with is reminded; None when nobody is. The worker polls this.

    Of an account that is to be closed it says nothing until its last day is over.
    """
    form_key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    requester: Mapped[Person] = relationship(foreign_keys=requester_id)
    account: Mapped[SocialAccount | None] = relationship(foreign_keys=account_id)
    department: Mapped[Department | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    replaced_by: Mapped[SocialAccount | None] = relationship(foreign_keys=replaced_by_id)
    steps: Mapped[list["RequestStep"]] = relationship(
        back_populates="request", order_by="RequestStep.id", cascade="all, delete-orphan"
    )

    @property
    def answering(self) -> Department | None:
        """The department whose head is asked: the one that answers for the account, or is to."""
        return self.account.accountable if self.account and self.kind is not Kind.OPEN else self.department

    @property
    def approvals(self) -> dict[RequestState, "RequestStep"]:
        """Those that count: given since what is asked for was last changed."""
        given = (step for step in self.steps if step.act is Act.APPROVED and step.round == self.round)
        return {step.approval: step for step in given if step.approval is not None}

    @property
    def named(self) -> list[Person]:
        """Who is to have something of it: they hear how it ends. Whoever is to lose access hears it from people."""
        whom = self.person if self.kind is Kind.GRANT else None
        return [one for one in (self.owner, self.deputy, whom) if one is not None]

    @property
    def asked_people(self) -> list[Person]:
        """Who is asked by name for the next approval, as of today; nobody: a role is."""
        if self.state is RequestState.OWNER and self.account is not None:
            holders = (self.account.owner, self.account.deputy)
            if found := [one for one in holders if one is not None and self._can_decide(one)]:
                return found
        if self.state in (RequestState.OWNER, RequestState.DEPARTMENT):
            return [self.asked_head] if self.asked_head else []
        return []

    @property
    def asked_head(self) -> Person | None:
        """Who is asked for the department: its head today, or the next above it; None: communications.

        Never who asks for it, and nobody who has left: a request waits for an office, not for a person.
        """
        return self.answering.head_among(self._can_decide) if self.answering else None

    @property
    def _had_their_say(self) -> set[int | None]:
        """Two people of four eyes are two: nobody speaks twice, on their own request or on their own access."""
        return {self.requester_id, self.person_id, *(step.by_id for step in self.approvals.values())}

    def _can_decide(self, person: Person) -> bool:
        return person.is_employed and person.id not in self._had_their_say

    def awaits(self, person: Actor) -> bool:
        """Whether the next approval is `person`'s to give."""
        if not self.state.is_approval or person.id in self._had_their_say:
            return False
        if self.kind is Kind.REVOKE and Role.SECURITY in person.roles:
            return True
        if asked := self.asked_people:
            return person.id in {one.id for one in asked}
        return ROLE_OF[self.state] in person.roles

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        account = self.account if self.kind is not Kind.OPEN else None
        is_a = {
            Relation.REQUESTER: self.requester_id == person.id,
            Relation.APPROVER: self.awaits(person),
            # Who decided may look back at it; who only called it off learns nothing more by that.
            Relation.ASKED: any(step.by_id == person.id and step.act in DECISIONS for step in self.steps),
            Relation.OWNER: person.id == (account.owner_id if account else self.owner_id),
            Relation.DEPUTY: person.id == (account.deputy_id if account else self.deputy_id),
            Relation.INCOMING: self.kind is Kind.GRANT and self.person_id == person.id,
            Relation.HEAD: self.answering is not None and self.answering.head_id == person.id,
        }
        return frozenset(relation for relation, holds in is_a.items() if holds)


class RequestStep(Base):
    """What one person did about a request; never changed afterwards."""

    __tablename__ = "account_request_step"
    __table_args__ = (
        # Whoever approves second at the same moment is told that it is done.
        Index(
            "uq_account_request_step_approval",
            "request_id",
            "round",
            "approval",
            unique=True,
            sqlite_where=IS_APPROVAL,
            postgresql_where=IS_APPROVAL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("account_request.id", ondelete="CASCADE"), index=True)
    act: Mapped[Act]
    approval: Mapped[RequestState | None]
    """Of a decision: which approval it was about."""
    round: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when the machine did, since somebody left."""
    text: Mapped[str] = mapped_column(String(1000), default="")
    done_at: Mapped[datetime]

    request: Mapped[AccountRequest] = relationship(back_populates="steps")
    by: Mapped[Person | None] = relationship(lazy="joined")
