"""Who can get in: one table for each kind of line on an account's access list, and the forecast drawn from them.

A person who knows the shared password is a custodian (`accounts.models.Custodianship`) and has no second line here.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.db import RECKONED, Base
from govdesk.directory.models import Person
from govdesk.exposure.findings import Weakness
from govdesk.exposure.forecast import Count, Outlook
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Line(Base):
    """One line of the access list of one account; what has ended stays on record."""

    __abstract__ = True
    seen_by: ClassVar[Permission] = Permission.ACCESS_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    ended_on: Mapped[date | None]

    @declared_attr
    @classmethod
    def account(cls) -> Mapped[SocialAccount]:
        return relationship(SocialAccount)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.account.relations_of(person)


class AccessGrant(Line):
    """Somebody gets in otherwise than as a person who knows the shared password."""

    __tablename__ = "access_grant"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR agency IS NULL", name="one_holder"),
        CheckConstraint("person_id IS NULL OR way <> 'shared_secret'", name="custodians_stand_elsewhere"),
    )

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agency: Mapped[str | None] = mapped_column(String(200))
    """An outside agency by its name; without person and agency nobody knows whose it is."""
    way: Mapped[Way]
    role: Mapped[str | None] = mapped_column(String(100))
    """In the platform's own words."""
    administers: Mapped[Known] = mapped_column(default=Known.UNKNOWN)
    since_on: Mapped[date | None]
    """None: unknown."""
    ends_on: Mapped[date | None]
    """The planned last day."""
    evidence: Mapped[str | None] = mapped_column(String(300))
    """Where the decision is to be found: a ticket, a contract."""

    person: Mapped[Person | None] = relationship()


class Held(Line):
    """A line with a holder and somebody who holds it too; without any holder nobody knows who does."""

    __abstract__ = True

    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agency: Mapped[str | None] = mapped_column(String(200))
    backup_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    @classmethod
    def holder(cls) -> Mapped[Person | None]:
        return relationship(Person, foreign_keys=[cls.holder_id])

    @declared_attr
    @classmethod
    def backup(cls) -> Mapped[Person | None]:
        return relationship(Person, foreign_keys=[cls.backup_id])


class RecoveryMeans(Held):
    """Where the platform sends a way back in."""

    __tablename__ = "recovery_means"

    kind: Mapped[MeansKind]
    sent_to: Mapped[str | None] = mapped_column(String(254))
    """The mailbox or number; None: unknown."""
    belongs: Mapped[Belongs]
    verified_on: Mapped[date | None]
    """Day on which somebody last tried that it arrives."""


class SecondFactor(Held):
    """What is asked for beside the password; of the shared log-in, or of one own log-in."""

    __tablename__ = "second_factor"

    kind: Mapped[FactorKind]
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("access_grant.id"), index=True)
    """The own log-in it belongs to; None: the shared one."""

    grant: Mapped[AccessGrant | None] = relationship()


class TrustedDevice(Held):
    """A device that the platform lets in without asking for the second factor."""

    __tablename__ = "trusted_device"

    name: Mapped[str] = mapped_column(String(200))


class ConnectedTool(Held):
    """A program that posts or reads with a token of the account."""

    __tablename__ = "connected_tool"

    name: Mapped[str] = mapped_column(String(200))
    is_lasting: Mapped[bool] = mapped_column(default=False)
    """Its token does not run out."""
    expires_on: Mapped[date | None]
    """Last day of its token; None, unless it is lasting: unknown."""


class VaultEntry(Line):
    """Where the shared secret is kept: a pointer, never the secret."""

    __tablename__ = "vault_entry"
    seen_by: ClassVar[Permission] = Permission.ACCESS_VAULT

    pointer: Mapped[str] = mapped_column(String(300))


class ExceptionState(Labelled):
    """Derived from what was decided and from the day, never stored."""

    ASKED = "asked", _l("Waits for approval"), Tone.SOON
    APPROVED = "approved", _l("Approved"), Tone.OK
    ENDED = "ended", _l("Over"), Tone.PLAIN


class AccessException(Line):
    """A weakness may stand until a day; then it is open again."""

    __tablename__ = "access_exception"
    __table_args__ = (
        Index(
            "ix_access_exception_open",
            "ends_on",
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    weakness: Mapped[Weakness]
    reason: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    approved_at: Mapped[datetime | None]
    ends_on: Mapped[date]
    """The last day on which it holds."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)

    @property
    def state(self) -> ExceptionState:
        if self.ended_on is not None:
            return ExceptionState.ENDED
        return ExceptionState.APPROVED if self.approved_by_id is not None else ExceptionState.ASKED


class AccountExposure(Base):
    """What the facts of one account come to, reckoned whenever one of them changes: lists read only this.

    An account without a row has not been reckoned yet; the worker does it.
    """

    __tablename__ = "account_exposure"
    __table_args__ = (
        Index(
            "ix_account_exposure_recheck",
            "recheck_on",
            sqlite_where=text("recheck_on IS NOT NULL"),
            postgresql_where=text("recheck_on IS NOT NULL"),
        ),
        {"info": {RECKONED: True}},
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), primary_key=True)
    outlook: Mapped[Outlook] = mapped_column(index=True)
    sign_in: Mapped[int]
    sign_in_is_open: Mapped[bool]
    """Whether there may be more."""
    recover: Mapped[int]
    recover_is_open: Mapped[bool]
    questions: Mapped[int]
    """How many things are to be found out."""
    weaknesses: Mapped[int]
    """How many are weak without an exception."""
    recheck_on: Mapped[date | None]
    """The day from which it may be different without anybody doing anything."""

    @property
    def can_sign_in(self) -> Count:
        return Count(self.sign_in, self.sign_in_is_open)

    @property
    def can_recover(self) -> Count:
        return Count(self.recover, self.recover_is_open)

    @property
    def id(self) -> int:
        """By which the trail speaks of it: who reads an account's history need not read this."""
        return self.account_id
