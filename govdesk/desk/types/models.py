"""Request types as they were and are, and answers that nobody has sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.desk.types.reading import RequestType, name_of, type_of
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled


class Source(Labelled):
    """Where a version was written."""

    FILE = "file", _l("the file")
    PAGE = "page", _l("the page of request types")


class RequestTypeVersion(Base):
    """One version of one type; its newest is in force, and none is ever changed or deleted."""

    __tablename__ = "request_type_version"
    __table_args__ = (UniqueConstraint("key", "number"),)
    seen_by = Permission.TYPE_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    """From 1 on, for each type."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the text."""
    text: Mapped[str] = mapped_column(Text)
    """The file, as it was written."""
    source: Mapped[Source]
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why, in the words of who wrote it."""
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None for a version that a changed file made."""

    by: Mapped[Person | None] = relationship()

    @property
    def type(self) -> RequestType:
        return type_of(name_of(self.key), self.text)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Nobody has any: types concern everybody."""
        return frozenset()


class TicketDraft(Base):
    """Answers that somebody has begun and not sent: they outlive the session in which they were typed."""

    __tablename__ = "ticket_draft"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    """Of the type."""
    written: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Name of each field of the form → what stood in it; never what looks like a secret."""
    saved_at: Mapped[datetime]
