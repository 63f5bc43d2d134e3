"""What is on record of a ticket's clocks: warnings given, promises kept or broken, and cases at platforms."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.db import Base
from govdesk.desk.clocks.promises import Measure
from govdesk.desk.models import Ticket
from govdesk.directory.models import Person

CHASED = "ended_at IS NULL AND chased_at IS NULL"


class TicketWarning(Base):
    """So many percent of one clock have run; the key makes each level come once."""

    __tablename__ = "ticket_warning"
    __table_args__ = (UniqueConstraint("ticket_id", "measure", "began_at", "percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    measure: Mapped[Measure]
    began_at: Mapped[datetime]
    """When the clock began: tells this answer from the one before."""
    percent: Mapped[int]
    due_at: Mapped[datetime | None]
    """By when it was due then."""
    fired_at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship()


class TicketOutcome(Base):
    """A promise that was kept or broken, as it stood at that moment: final, whatever is promised later."""

    __tablename__ = "ticket_outcome"
    __table_args__ = (UniqueConstraint("ticket_id", "measure", "began_at", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    measure: Mapped[Measure]
    promised_by: Mapped[str] = mapped_column(String(80))
    """The name of the promise, or of the team."""
    began_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """None where it was settled in a pause."""
    settled_at: Mapped[datetime] = mapped_column(index=True)
    used_seconds: Mapped[int]
    """Business time that it took."""
    was_kept: Mapped[bool]


class PlatformCase(Base):
    """The desk waits for a platform: its number there, and when to ask again."""

    __tablename__ = "platform_case"
    __table_args__ = (
        Index("ix_platform_case_chase", "chase_at", sqlite_where=text(CHASED), postgresql_where=text(CHASED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    number: Mapped[str | None] = mapped_column(String(100))
    """What the platform calls it; None where it gave none."""
    began_at: Mapped[datetime]
    chase_at: Mapped[datetime]
    """When whoever works on the ticket is reminded to ask again."""
    chased_at: Mapped[datetime | None]
    """When they were."""
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    ticket: Mapped[Ticket] = relationship()
    by: Mapped[Person] = relationship()
