"""Accounts that are not ours, who reported them, and what became of accounts that were."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Standing(Labelled):
    """What communications found; only `impostor` is ever told outside."""

    REPORTED = "reported", _l("Reported"), Tone.SOON
    IMPOSTOR = "impostor", _l("Impostor"), Tone.LATE
    FAN = "fan", _l("Run by fans"), Tone.PLAIN
    EMPLOYEE = "employee", _l("Run by an employee"), Tone.PLAIN
    DISMISSED = "dismissed", _l("Dismissed"), Tone.FROZEN


class Outsider(Base):
    """An account elsewhere that uses our name: reported, confirmed as an impostor, or known and harmless."""

    __tablename__ = "outsider"
    __table_args__ = (Index("ix_outsider_standing_id", "standing", "id"),)
    seen_by = Permission.IMPOSTOR_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(String(500), unique=True)
    """Normalised as the register's, or a place on a host that poses as a platform: see `places`."""
    platform: Mapped[str] = mapped_column(String(40))
    handle: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(1000))
    standing: Mapped[Standing] = mapped_column(default=Standing.REPORTED)
    imitates_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id"), index=True)
    """Which of our accounts it pretends to be, where that is known."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why communications decided so."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    reported_at: Mapped[datetime]
    """The last report."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    imitates: Mapped[SocialAccount | None] = relationship()
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    reports: Mapped[list["ImpostorReport"]] = relationship(
        back_populates="outsider", order_by="ImpostorReport.id.desc()"
    )

    @property
    def waits(self) -> bool:
        """Whether communications have not looked at the last report yet."""
        return self.decided_at is None or self.decided_at < self.reported_at

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset()


class ImpostorReport(Base):
    """Somebody here says that an address pretends to be ours."""

    __tablename__ = "impostor_report"
    __table_args__ = (UniqueConstraint("outsider_id", "reporter_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outsider_id: Mapped[int] = mapped_column(ForeignKey("outsider.id", ondelete="CASCADE"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(String(40))
    """The same form sent twice for one address is one report."""

    outsider: Mapped[Outsider] = relationship(back_populates="reports")
    reporter: Mapped[Person] = relationship()


class Succession(Base):
    """What became of an account that is no longer used: until when it was ours, and what replaced it."""

    __tablename__ = "succession"

    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), primary_key=True)
    until_on: Mapped[date | None]
    """The last day on which what it said was ours; None when nobody knows."""
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id"), index=True)

    account: Mapped[SocialAccount] = relationship(foreign_keys=account_id)
    replaced_by: Mapped[SocialAccount | None] = relationship(foreign_keys=replaced_by_id)
