"""One change of hands: what is to become of the account, and how far the parties are."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.handover.rules import STALE_AFTER, HandoverState

IS_OPEN = text("state IN ('listing', 'confirming', 'closing')")


class Handover(Base):
    """An account on its way from one party to another. The register changes only when it is closed."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_open", "changed_at", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("uq_handover_open", "account_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )
    seen_by = Permission.HANDOVER_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    state: Mapped[HandoverState]
    outgoing_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None on a first assignment: nobody hands over."""
    incoming_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Owner once it is closed; the deputy and the departments likewise."""
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    department_ids: Mapped[list[Any]] = mapped_column(default=list)
    """The accountable one first."""
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Who answered for the account when it was opened: `Terms.ids`."""
    why: Mapped[str | None] = mapped_column(String(500))
    listed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`rules.Item` → what the outgoing party says there is of it; never a secret."""
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    listed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    listed_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who closed, declined or cancelled it; None when the machine did, since the incoming party left."""
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(500))
    changed_at: Mapped[datetime]
    """The latest step."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount] = relationship()
    outgoing: Mapped[Person | None] = relationship(foreign_keys=outgoing_id)
    incoming: Mapped[Person] = relationship(foreign_keys=incoming_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)
    listed_by: Mapped[Person | None] = relationship(foreign_keys=listed_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)

    def is_stale(self, now: datetime) -> bool:
        """Nobody has done anything for too long."""
        return self.state.is_open and self.changed_at <= now - STALE_AFTER

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        is_a = {
            Relation.REQUESTER: self.opened_by_id == person.id,
            Relation.OUTGOING: self._hands_over(person),
            Relation.INCOMING: self.incoming_id == person.id,
            Relation.MANAGER: self.incoming.manager_id == person.id,
        }
        return self.account.relations_of(person) | {relation for relation, holds in is_a.items() if holds}

    def _hands_over(self, person: Actor) -> bool:
        """The outgoing party; for one who has left, their manager or communications."""
        if self.outgoing is None:
            return False
        if self.outgoing.is_employed:
            return self.outgoing.id == person.id
        return self.outgoing.manager_id == person.id or Role.COMMS in person.roles
