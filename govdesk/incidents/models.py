"""Incidents, the accounts that each reaches, and their logs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.incidents.rules import EntryKind, Step
from govdesk.rotation.models import RotationEvent
from govdesk.words import Labelled, Tone

OPEN = "closed_at IS NULL"
UNSETTLED = "settled_at IS NULL"


class IncidentState(Labelled):
    """Derived, never stored."""

    OPEN = "open", _l("Going on"), Tone.LATE
    CLOSED = "closed", _l("Ended"), Tone.PLAIN


class Incident(Base):
    """Somebody else may be in an account: from the moment this was said until somebody says that it is over."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("uq_incident_open", "account_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )
    seen_by = Permission.INCIDENT_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("rotation_event.id", ondelete="CASCADE"), index=True)
    """All that is to be changed because of it."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The form that began it: sent twice, it is one incident."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state_after: Mapped[AccountState | None]
    """What the account was declared to be at the end."""
    summary: Mapped[str | None] = mapped_column(String(2000))
    """What came of it, in somebody's words."""
    left_open: Mapped[str | None] = mapped_column(String(500))
    """Why credentials were not changed when it ended; None where all were."""

    account: Mapped[SocialAccount] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)
    event: Mapped[RotationEvent] = relationship()
    reached: Mapped[list["ReachedAccount"]] = relationship(back_populates="incident", order_by="ReachedAccount.id")
    entries: Mapped[list["IncidentEntry"]] = relationship(back_populates="incident", order_by="IncidentEntry.id")

    @property
    def state(self) -> IncidentState:
        return IncidentState.OPEN if self.closed_at is None else IncidentState.CLOSED

    @property
    def in_it(self) -> list[int]:
        """Ids of the account itself and of those that were taken in with it."""
        return [one.account_id for one in self.reached if one.left_out is None]

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Relations to the account itself: who answers for a linked one learns nothing of others by that."""
        return self.account.relations_of(person)


class Suspicion(Base):
    """Somebody who has to do with an account tells security that somebody else may be in."""

    __tablename__ = "incident_suspicion"
    __table_args__ = (
        Index(
            "ix_incident_suspicion_open",
            "account_id",
            sqlite_where=text(UNSETTLED),
            postgresql_where=text(UNSETTLED),
        ),
    )
    seen_by = Permission.INCIDENT_LEAD

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    settled_at: Mapped[datetime | None]
    """When security began an incident because of it, or found nothing in it."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    account: Mapped[SocialAccount] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=by_id)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.account.relations_of(person)


class ReachedAccount(Base):
    """An account that an incident reaches: the one itself, or one that is linked with it."""

    __tablename__ = "incident_account"
    __table_args__ = (UniqueConstraint("incident_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    links: Mapped[list[Any]]
    """Keys of the things that link it, see `reach.Thing`; none for the account itself."""
    left_out: Mapped[str | None] = mapped_column(String(500))
    """Why it was left out; None: it is in."""

    incident: Mapped[Incident] = relationship(back_populates="reached")
    account: Mapped[SocialAccount] = relationship()


class IncidentEntry(Base):
    """One line of the log. It is written once and never changed."""

    __tablename__ = "incident_entry"
    __table_args__ = (UniqueConstraint("incident_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None when it followed by itself, from the directory."""
    kind: Mapped[EntryKind]
    step: Mapped[Step | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids and values of the register: `account_id`, `credential`, `line`, `state`, `number`."""
    text: Mapped[str | None] = mapped_column(String(2000))
    """What somebody wrote."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    incident: Mapped[Incident] = relationship(back_populates="entries")
    by: Mapped[Person | None] = relationship()


@event.listens_for(IncidentEntry, "before_update")
def _refuse(_mapper: Mapper[IncidentEntry], _connection: Connection, _entry: IncidentEntry) -> None:
    raise RuntimeError("a line of the log is written once")
