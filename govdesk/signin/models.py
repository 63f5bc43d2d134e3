"""What is remembered of sign-ins that were tried, and the break-glass accounts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.db import Base
from govdesk.directory.models import Person


class AddressTries(Base):
    """Wrong tries from one address within its window, whatever the logins."""

    __tablename__ = "signin_address"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    """An `address_key`."""
    began_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class LoginTries(Base):
    """Wrong tries for one login since the directory had last forgotten all; its row is locked to count."""

    __tablename__ = "signin_login"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The entry's id, or what was typed where there is none: `limits.hidden`."""
    began_at: Mapped[datetime]
    last_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    strangers: Mapped[int] = mapped_column(default=0)
    """Those of `tries` that came from unfamiliar addresses."""


class Place(Base):
    """One login as tried from one address: its tries, whether it is familiar, its place in line."""

    __tablename__ = "signin_place"

    login_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    counts_since: Mapped[datetime]
    """The login's `began_at` when it was last tried; tries of an older one are forgotten."""
    succeeded_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]
    turn_at: Mapped[datetime | None]
    """What it was told when it last asked."""


class BreakGlass(Base):
    """One time for which a local administrator was let in; closed or expired it opens nothing."""

    __tablename__ = "breakglass"
    __table_args__ = (
        Index(
            "uq_breakglass_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    """When it was closed, or found to have expired."""
    password_hash: Mapped[str] = mapped_column(String(300))
    """scrypt; empty once closed."""
    sealed_secret: Mapped[str] = mapped_column(String(300))
    """The secret of the one-time codes, encrypted; empty once closed."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The period of the last code used: neither it nor an earlier one opens anything again."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.expires_at
