"""Policies, their numbered versions, and acknowledgements of exactly one version."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Person


class Policy(Base):
    """One text the organisation gives its people, whatever its version."""

    __tablename__ = "policy"
    seen_by = Permission.POLICY_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    """Name of its folder."""
    title: Mapped[str] = mapped_column(String(200))

    versions: Mapped[list["PolicyVersion"]] = relationship(
        back_populates="policy", order_by="PolicyVersion.number.desc()"
    )

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset()


class PolicyVersion(Base):
    """A published state of a policy; never edited afterwards."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)
    seen_by = Permission.POLICY_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 over the normalised text and rules: what an acknowledgement is bound to."""
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    """Markdown, without the front matter."""
    front_matter: Mapped[dict[str, Any]]
    effective_on: Mapped[date]
    published_at: Mapped[datetime]

    policy: Mapped[Policy] = relationship(back_populates="versions")

    @property
    def review_by(self) -> date:
        """The day by which somebody has to look whether the text still holds."""
        return date.fromisoformat(self.front_matter["review_by"])

    @property
    def asks(self) -> bool:
        """Whether people are asked to acknowledge it; versions older than this choice ask."""
        return self.front_matter.get("acknowledge") != "no"

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.policy.relations_of(person)


class Acknowledgement(Base):
    """One person's word that they have read one version; append-only."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    acknowledged_at: Mapped[datetime]

    version: Mapped[PolicyVersion] = relationship()
    person: Mapped[Person] = relationship()
