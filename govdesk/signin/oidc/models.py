"""Who at the provider is who here."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.db import Base
from govdesk.directory.models import Person


class OidcIdentity(Base):
    """The provider's own name for a person, kept at the first sign-in: one name a person, one person a name."""

    __tablename__ = "oidc_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    """The claim `sub`, which a provider never gives to somebody else."""
    pinned_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
