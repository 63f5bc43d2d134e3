"""One table that only ever grows; the database itself refuses to change or delete its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from govdesk.db import Base


class AuditEvent(Base):
    """One thing done: actor, subject, moment, what it was before and after."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(80))
    """`room:noun:past-verb`."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None when the machine did it (an import on the command line, the worker)."""
    subject_type: Mapped[str] = mapped_column(String(40))
    """The table of the thing."""
    subject_id: Mapped[int]
    fields: Mapped[dict[str, Any]]
    """Field → `[before, after]`, or one value for a plain fact. Ids and register values only, never texts."""
