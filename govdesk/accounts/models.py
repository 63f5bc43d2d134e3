"""Social accounts, the departments that own them, and the people who hold their credentials."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    select,
    text,
)
from sqlalchemy import update as sql_update
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Department, Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


def folded(name: str) -> Callable[[DefaultExecutionContext], str]:
    """The default of a key: a text in which case does not matter, also where rows are written in bulk."""

    def of(context: DefaultExecutionContext) -> str:
        return fold(context.get_current_parameters()[name])  # type: ignore[no-untyped-call]

    return of


def fold(text: str) -> str:
    return text.casefold()[:300]


class AccountState(Labelled):
    """Where an account is in its life; how it goes on from there stands in `states.NEXT`."""

    REQUESTED = "requested", _l("Requested"), Tone.SOON
    """Approved and not open yet: nothing there is official."""
    ACTIVE = "active", _l("Active"), Tone.OK
    DORMANT = "dormant", _l("Dormant"), Tone.UNKNOWN
    """Ours, and nobody posts."""
    FROZEN = "frozen", _l("Frozen"), Tone.FROZEN
    """Ours, and nobody may post until security releases it."""
    COMPROMISED = "compromised", _l("Compromised"), Tone.LATE
    """Somebody else is in."""
    RETIRED = "retired", _l("Retired"), Tone.PLAIN
    """No longer used. The handle stays on record."""

    @property
    def is_in_use(self) -> bool:
        """Somebody has to look after it."""
        return self in IN_USE


class Tier(Labelled):
    """How much harm it does when somebody else is in: by this, rules ask for more or less care."""

    HIGH = "high", _l("High risk"), Tone.LATE
    """The voice of the whole organisation, or one that many act on."""
    STANDARD = "standard", _l("Standard")
    LOW = "low", _l("Low risk")


IN_USE = (AccountState.ACTIVE, AccountState.DORMANT, AccountState.FROZEN, AccountState.COMPROMISED)


class SocialAccount(Base):
    """One account of ours on one platform."""

    __tablename__ = "social_account"
    # The trail speaks of accounts by id, so the id of one that was taken back must never come again.
    __table_args__ = (
        Index("ix_social_account_platform_handle", "platform", "handle"),
        Index("ix_social_account_by_name", "name_key", "id"),
        Index("ix_social_account_by_handle", "handle_key", "id"),
        Index("ix_social_account_by_platform", "platform", "handle_key", "id"),
        Index("ix_social_account_by_state", "state", "handle_key", "id"),
        Index("ix_social_account_by_department", "accountable_id", "handle_key", "id"),
        Index("ix_social_account_by_tier", "tier", "id"),
        Index("ix_social_account_by_owner", "owner_id", "state", "id"),
        Index(
            "uq_social_account_platform_id",
            "platform",
            "platform_id",
            unique=True,
            sqlite_where=text("platform_id IS NOT NULL"),
            postgresql_where=text("platform_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )
    seen_by = Permission.ACCOUNT_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(String(500), unique=True)
    """What makes it this account and no other, normalised from its URL: see `platforms.identity.identify`."""
    platform: Mapped[str] = mapped_column(String(40))
    """Key of a file in `policies/platforms/`."""
    kind: Mapped[str] = mapped_column(String(40))
    """Page, group, channel … in the platform's own terms."""
    platform_id: Mapped[str | None] = mapped_column(String(200))
    """The platform's own id, which stays when the handle changes; None while nobody knows it."""
    handle: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(1000))
    """Canonical address."""
    name: Mapped[str] = mapped_column(String(300))
    language: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[AccountState] = mapped_column(default=AccountState.ACTIVE, index=True)
    tier: Mapped[Tier] = mapped_column(default=Tier.STANDARD, server_default="standard")
    """By which rules for rotations differ."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str | None] = mapped_column(String(200))
    """File it was imported from; None when it was registered by hand."""
    unmatched: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field → the source's words for departments and people that are not known here."""
    registered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    """Counts changes, so that two people editing at once are told."""
    __mapper_args__ = {"version_id_col": version}
    handle_key: Mapped[str] = mapped_column(String(300), default=folded("handle"), server_default="")
    name_key: Mapped[str] = mapped_column(String(300), default=folded("name"), server_default="")
    """By which lists are sorted and searched: kept by `_keep_keys`."""
    accountable_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), deferred=True)
    """The department of the ownership at position 0, for lists: kept by `_keep_accountable`."""

    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    ownerships: Mapped[list["Ownership"]] = relationship(
        back_populates="account", order_by="Ownership.position", cascade="all, delete-orphan"
    )
    custodianships: Mapped[list["Custodianship"]] = relationship(
        back_populates="account",
        primaryjoin="and_(SocialAccount.id == Custodianship.account_id, Custodianship.ended_on.is_(None))",
        viewonly=True,
    )

    former_handles: Mapped[list["FormerHandle"]] = relationship(
        back_populates="account", order_by="FormerHandle.id.desc()", cascade="all, delete-orphan"
    )
    """The latest first."""

    @property
    def departments(self) -> list[Department]:
        """The owning departments, the accountable one first."""
        return [ownership.department for ownership in self.ownerships]

    @property
    def custodians(self) -> list[Person]:
        """Those who hold the credentials now."""
        return [custodianship.person for custodianship in self.custodianships]

    @property
    def accountable(self) -> Department | None:
        """The one owning department that answers for it; None when no department owns it."""
        return next((ownership.department for ownership in self.ownerships if ownership.is_accountable), None)

    @property
    def is_orphan(self) -> bool:
        """Nobody answers for it: no department owns it. One that has vanished: see `orphans`."""
        return not self.ownerships

    @property
    def has_lost_its_owner(self) -> bool:
        """Its owner has left, and nobody else was named."""
        return self.owner is not None and not self.owner.is_employed

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        is_a = {
            Relation.OWNER: self.owner_id == person.id,
            Relation.DEPUTY: self.deputy_id == person.id,
            Relation.CUSTODIAN: any(c.person_id == person.id for c in self.custodianships),
            Relation.HEAD: self.accountable is not None and self.accountable.head_id == person.id,
            Relation.MANAGER: self.owner is not None
            and not self.owner.is_employed
            and self.owner.manager_id == person.id,
        }
        return frozenset(relation for relation, holds in is_a.items() if holds)


@event.listens_for(SocialAccount, "before_update")
def _keep_keys(_mapper: Mapper[SocialAccount], _connection: Connection, changed: SocialAccount) -> None:
    changed.handle_key, changed.name_key = fold(changed.handle), fold(changed.name)


class Ownership(Base):
    """A department that owns an account; the one at position 0 is accountable, and there is never a second."""

    __tablename__ = "ownership"
    __table_args__ = (
        Index(
            "uq_ownership_accountable",
            "account_id",
            unique=True,
            sqlite_where=text("position = 0"),
            postgresql_where=text("position = 0"),
        ),
        Index("ix_ownership_by_department", "department_id", "account_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    position: Mapped[int]

    account: Mapped[SocialAccount] = relationship(back_populates="ownerships")
    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_accountable(self) -> bool:
        return self.position == 0


@event.listens_for(Ownership, "after_insert")
@event.listens_for(Ownership, "after_update")
@event.listens_for(Ownership, "after_delete")
def _keep_accountable(_mapper: Mapper[Ownership], connection: Connection, changed: Ownership) -> None:
    """Who writes in bulk, past the mapping, sets it along."""
    owned = Ownership.account_id == changed.account_id, Ownership.position == 0
    department = select(Ownership.department_id).where(*owned).scalar_subquery()
    connection.execute(
        sql_update(SocialAccount).where(SocialAccount.id == changed.account_id).values(accountable_id=department)
    )


class FormerHandle(Base):
    """Where an account of ours was before: kept for good, so that nobody else's account there is taken for ours."""

    __tablename__ = "former_handle"
    __table_args__ = (UniqueConstraint("account_id", "identity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"))
    identity: Mapped[str] = mapped_column(String(500), index=True)
    """As `SocialAccount.identity` was; another account may have it now."""
    handle: Mapped[str] = mapped_column(String(300))
    handle_key: Mapped[str] = mapped_column(String(300), default=folded("handle"), server_default="", index=True)
    url: Mapped[str] = mapped_column(String(1000))
    until_on: Mapped[date | None]
    """The day on which it was given up, if anybody knows."""
    recorded_at: Mapped[datetime]

    account: Mapped[SocialAccount] = relationship(back_populates="former_handles")


class StateChange(Base):
    """An account went from one state into another; the trail tells who and when, this also why."""

    __tablename__ = "account_state_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    before: Mapped[AccountState]
    after: Mapped[AccountState]
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(lazy="joined")


class Custodianship(Base):
    """Somebody knows the shared password of an account, from one day to another: that is their access to it."""

    __tablename__ = "custodianship"
    __table_args__ = (
        Index(
            "uq_custodianship_current",
            "account_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )
    seen_by = Permission.ACCESS_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The planned last day."""
    evidence: Mapped[str | None] = mapped_column(String(300))
    """Where the decision is to be found: a ticket, a contract."""
    ended_on: Mapped[date | None]

    account: Mapped[SocialAccount] = relationship(back_populates="custodianships")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.account.relations_of(person)
