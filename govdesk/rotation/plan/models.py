"""The organisation's rules as they were and are: numbered versions of `rotation.yml`."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled


class Source(Labelled):
    """Where a version was written."""

    FILE = "file", _l("the file rotation.yml")
    PAGE = "page", _l("this page")


class RotationPolicyVersion(Base):
    """One version of the rules; the newest is in force, and none is ever changed or deleted."""

    __tablename__ = "rotation_policy_version"
    seen_by = Permission.ROTATION_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    """From 1 on."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the text."""
    text: Mapped[str] = mapped_column(Text)
    """`rotation.yml`, as it was written."""
    source: Mapped[Source]
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why, in the words of who wrote it."""
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None for a version that a changed file made."""
    planned_on: Mapped[date | None]
    """The office day on which all accounts were last looked through by it."""

    by: Mapped[Person | None] = relationship(lazy="joined")

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Nobody has any: rules concern everybody."""
        return frozenset()
