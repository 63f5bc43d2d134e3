"""One change of hands: what is to become of the account, and how far the parties are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.handover.rules import STALE_AFTER, HandoverState, Nudge

HELPED = (Nudge.MANAGER, Nudge.COMMS)
"""From then on the manager of who is to list may do it."""
OPEN = "state IN ('listing', 'confirming', 'closing')"


def _open_ones(name: str, *columns: str, also: str = "", unique: bool = False) -> Index:
    where = text(OPEN + also)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class HandoverBatch(Base):
    """Several accounts that somebody handed over in one go: one list, one mail for each of the parties."""

    __tablename__ = "handover_batch"
    seen_by = Permission.HANDOVER_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None where a file asked for them that was brought in on the command line."""
    opened_at: Mapped[datetime]
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    opened_by: Mapped[Person | None] = relationship()
    handovers: Mapped[list["Handover"]] = relationship(back_populates="batch", order_by="Handover.id")

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """What a person is to any of them; of each alone it is asked once more."""
        own = {Relation.REQUESTER} if self.opened_by_id == person.id else set()
        return frozenset(own).union(*(handover.relations_of(person) for handover in self.handovers))


class Handover(Base):
    """An account on its way from one party to another. The register changes only when it is closed."""

    __tablename__ = "handover"
    __table_args__ = (
        _open_ones("ix_handover_open", "changed_at"),
        _open_ones("ix_handover_nudge_on", "nudge_on"),
        _open_ones("uq_handover_open", "account_id", also=" AND NOT only_confirms", unique=True),
        _open_ones("uq_handover_confirming", "account_id", "incoming_id", also=" AND only_confirms", unique=True),
    )
    seen_by = Permission.HANDOVER_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("handover_batch.id"), index=True)
    """What it was opened along with."""
    only_confirms: Mapped[bool] = mapped_column(default=False)
    """Who takes over was named already, as when the account was registered: nothing in the register changes."""
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
    nudge_on: Mapped[date | None]
    """The day in office time on which somebody is told again that nothing happens; None until they were told once."""
    nudged: Mapped[Nudge | None]
    """Who was told so since the latest step."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount] = relationship()
    batch: Mapped[HandoverBatch | None] = relationship(back_populates="handovers")
    outgoing: Mapped[Person | None] = relationship(foreign_keys=outgoing_id)
    incoming: Mapped[Person] = relationship(foreign_keys=incoming_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)
    listed_by: Mapped[Person | None] = relationship(foreign_keys=listed_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)

    def move_on(self, state: HandoverState, now: datetime) -> None:
        """Somebody has done something: whoever is next has a week before they are reminded."""
        self.state, self.changed_at, self.nudged, self.nudge_on = state, now, None, None

    def bars_from_closing(self, person: Actor) -> bool:
        """Who takes over, and who asked for it and hands over: somebody else has to have a look."""
        return person.id == self.incoming_id or (person.id == self.outgoing_id == self.opened_by_id)

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
        """The outgoing party, and once it is stuck their manager; for one who has left, manager or communications."""
        if self.outgoing is None:
            return False
        if self.outgoing.is_employed:
            may_help = self.nudged in HELPED and person.id != self.incoming_id
            return self.outgoing.id == person.id or (may_help and self.outgoing.manager_id == person.id)
        return self.outgoing.manager_id == person.id or Role.COMMS in person.roles
