"""One tool or site, and what was decided about it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.desk.models import Ticket
from govdesk.desk.tools.rules import ToolKind, ToolState
from govdesk.directory.models import Person


class SanctionedTool(Base):
    """What people may use for the company's accounts, or a site that they may open."""

    __tablename__ = "sanctioned_tool"
    __table_args__ = (
        Index(
            "ix_sanctioned_tool_remind_at",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )
    seen_by = Permission.TOOL_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    """The name without case and blanks: a tool stands on the list once."""
    url: Mapped[str | None] = mapped_column(String(1000))
    host: Mapped[str | None] = mapped_column(String(260), index=True)
    """Of `url`, without www: by this an address that somebody pastes is known."""
    kind: Mapped[ToolKind]
    state: Mapped[ToolState]
    conditions: Mapped[str | None] = mapped_column(String(1000))
    """On what terms it is allowed."""
    until_on: Mapped[date | None]
    """The last day on which it is; None: until somebody says otherwise."""
    reason: Mapped[str | None] = mapped_column(String(1000))
    alternative: Mapped[str | None] = mapped_column(String(500))
    """What to use in its place."""
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"), index=True)
    """The ticket that the latest decision answers."""
    remind_at: Mapped[datetime | None]
    """Next moment at which somebody is told of the end (UTC); None when nobody is. The worker polls this."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    reviewed_by: Mapped[Person | None] = relationship()
    ticket: Mapped[Ticket | None] = relationship()

    def standing(self, today: date) -> ToolState:
        """What holds today: what was allowed until a day that is over has to be looked at again."""
        is_over = self.until_on is not None and self.until_on < today
        return ToolState.OVER if is_over and self.state.is_allowed else self.state

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset({Relation.REQUESTER} if self.ticket and self.ticket.requester_id == person.id else ())
