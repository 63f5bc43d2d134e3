"""What was so of a ticket for a time: the facts that its clocks follow from."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from govdesk.db import Base


class Aspect(StrEnum):
    """Of each there is at most one spell at a time."""

    STATE = "state"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    """The value is a person's id."""
    TEAM = "team"
    """The key of another team that has it."""


STILL_SO = "ended_at IS NULL"


class TicketSpell(Base):
    """One value of one aspect, from when until when; never changed but for its end."""

    __tablename__ = "ticket_spell"
    __table_args__ = (
        Index(
            "ix_ticket_spell_still_so",
            "ticket_id",
            "aspect",
            unique=True,
            sqlite_where=text(STILL_SO),
            postgresql_where=text(STILL_SO),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    aspect: Mapped[Aspect]
    value: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
