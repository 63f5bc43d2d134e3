"""People and departments as the directory tells them, and who is signed in."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role
from govdesk.db import Base
from govdesk.directory.rules import SHOWS_NOBODY
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class PersonState(Labelled):
    """`disabled` and `left` are both leavers: neither may do anything."""

    ACTIVE = "active", _l("Active"), Tone.OK
    DISABLED = "disabled", _l("Disabled"), Tone.FROZEN
    LEFT = "left", _l("Left"), Tone.FROZEN


LEAVERS = (PersonState.DISABLED, PersonState.LEFT)
"""Named one by one, so that an index finds the few among all people."""


class Department(Base):
    """A part of the organisation that can own accounts; it outlives its people."""

    __tablename__ = "department"
    __table_args__ = (Index("ix_department_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """The name folded for comparing: see `rules.name_key`."""
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True), index=True)
    mailbox: Mapped[str | None] = mapped_column(String(254))
    """Where notices to the department go; without one they go to its head."""
    unit_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Immutable id of the directory's unit of this name: a unit that is renamed renames its department."""
    number: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Where `directory.yml` names an attribute with the department's number: a new name for it is no new one."""

    parent: Mapped["Department | None"] = relationship(remote_side="Department.id")
    head: Mapped["Person | None"] = relationship(foreign_keys=head_id)

    def head_among(self, fits: Callable[["Person"], bool]) -> "Person | None":
        """Its head, or the next above of whom `fits` holds; None when there is nobody."""
        department, seen = self, set[int]()
        while department.id not in seen:
            if department.head is not None and fits(department.head):
                return department.head
            seen.add(department.id)
            department = department.parent or department
        return None


class Person(Base):
    """One person, known by the directory's immutable id; never deleted."""

    __tablename__ = "person"
    seen_by = Permission.PERSON_READ
    __table_args__ = (
        Index("ix_person_find", "name", "id", "login_key", "state", "directory_id"),
        Index(
            "ix_person_missing",
            "missing_since",
            sqlite_where=text("missing_since IS NOT NULL"),
            postgresql_where=text("missing_since IS NOT NULL"),
        ),
        Index(
            "uq_person_active_login",
            "login_key",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directory_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    """entryUUID, objectGUID or nsUniqueId as canonical text; None for who is not in a directory."""
    login: Mapped[str] = mapped_column(String(200))
    """As the directory spells it."""
    login_key: Mapped[str] = mapped_column(String(200), index=True)
    """Folded for comparing."""
    name: Mapped[str] = mapped_column(String(300))
    mail: Mapped[str | None] = mapped_column(String(254))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[PersonState] = mapped_column(default=PersonState.ACTIVE, index=True)
    left_on: Mapped[date | None]
    """The day on which a leaver was seen to have left."""
    leaves_on: Mapped[date | None]
    """The last day at work, where the directory knows it already."""
    missing_since: Mapped[datetime | None]
    """Since when complete runs no longer find the entry; only a second one makes a leaver of its person."""
    entry_digest: Mapped[bytes | None] = mapped_column(LargeBinary(16), deferred=True, deferred_group="entry")
    """Of all that was read of the entry: what is unchanged is not looked at. None: look at it the next time."""
    dn_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), index=True, deferred=True, deferred_group="entry"
    )
    """Of the entry's name as it was last read (`meaning.dn_key`), by which managers and groups point at it."""
    manager_dn_digest: Mapped[bytes | None] = mapped_column(LargeBinary(16), deferred=True, deferred_group="entry")
    """Of the manager's name as the entry tells it; it may lead nowhere."""
    primary_group: Mapped[int | None] = mapped_column(deferred=True, deferred_group="entry")
    """Active Directory's primaryGroupID: the one membership that the group itself does not list."""

    department: Mapped[Department | None] = relationship(foreign_keys=department_id)
    manager: Mapped["Person | None"] = relationship(remote_side="Person.id", foreign_keys=manager_id)
    granted: Mapped[list["PersonRole"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.granted)

    @property
    def is_employed(self) -> bool:
        return self.state is PersonState.ACTIVE

    @property
    def is_of_directory(self) -> bool:
        """False for the break-glass administrator: nobody of the company."""
        return self.directory_id is not None

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Asked for every name on a page: it looks at this row only."""
        is_a = {
            Relation.SELF: self.id == person.id,
            # The break-glass administrator is nobody's colleague: no directory has them.
            Relation.COLLEAGUE: self.is_employed and self.is_of_directory,
            Relation.MANAGER: self.manager_id == person.id,
        }
        return frozenset(relation for relation, holds in is_a.items() if holds)


class PersonRole(Base):
    """A role and the group that gives it."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    group_dn: Mapped[str] = mapped_column(String(500))
    """The directory group it comes from, as the directory spells it."""


class ChangeKind(StrEnum):
    """What other rooms want to hear of."""

    LEFT = "left"
    MOVED = "moved"
    RETURNED = "returned"


class PersonChange(Base):
    """A leaver, a mover or a returner, written with the change itself; the worker tells the other rooms of it.

    A row rather than a call: what follows is never lost, and is told once, also when the change was made by a
    sign-in or a command. See `leavers.py` and `movers.py`.
    """

    __tablename__ = "person_change"
    __table_args__ = (
        Index(
            "ix_person_change_owed",
            "tell_at",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ChangeKind]
    department_before_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """The department before a move."""
    changed_at: Mapped[datetime]
    tell_at: Mapped[datetime]
    """When to tell the other rooms; later than `changed_at` once telling has failed."""
    told_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    department_before: Mapped[Department | None] = relationship()


READING = Table(
    "directory_reading",
    Base.metadata,
    Column("number", Integer, nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("directory_id", String(64), nullable=False),
    Column("login", String(200), nullable=False),
    Column("login_key", String(200), nullable=False),
    Column("name", String(300), nullable=False),
    Column("mail", String(254)),
    Column("department_key", String(200), nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("leaves_on", Date),
    Column("entry_digest", LargeBinary(16), nullable=False),
    Column("dn_digest", LargeBinary(16), nullable=False),
    Column("manager_dn_digest", LargeBinary(16)),
    Column("primary_group", Integer),
)
"""What the run at work has read of new and changed people and not yet applied; empty when none is at work.

`number` counts from 1 in the order of reading. There is no key and no index: all of it is written once, read a few
times as a whole, and thrown away.
"""


class RunState(Labelled):
    RUNNING = "running", _l("Running"), Tone.SOON
    DONE = "done", _l("Done"), Tone.OK
    STOPPED = "stopped", _l("Stopped"), Tone.LATE
    """Read whole, but it would have taken away too much; nothing was changed."""
    FAILED = "failed", _l("Failed"), Tone.LATE
    """Broke off; nothing was changed."""


class SyncRun(Base):
    """One synchronisation with the directory. While it runs, its row is also the lease that keeps others out."""

    __tablename__ = "sync_run"
    seen_by = Permission.SETTINGS_READ
    __table_args__ = (
        Index(
            "uq_sync_run_running",
            "state",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RunState] = mapped_column(default=RunState.RUNNING)
    is_full: Mapped[bool]
    """Whether everybody was read, rather than who changed since the last run."""
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    """A dry run: it tells what would change and changes nothing."""
    is_forced: Mapped[bool] = mapped_column(default=False)
    """Whether an administrator lifted the threshold."""
    server: Mapped[str | None] = mapped_column(String(300))
    """The address that answered."""
    began_at: Mapped[datetime] = mapped_column(index=True)
    alive_at: Mapped[datetime]
    """When it last said that it is at work; one that is silent for long was killed."""
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(1000))
    """Why it stopped or failed, for administrators."""
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The counts: `directory sync --json` (contract.md)."""
    changes: Mapped[list[Any]] = mapped_column(default=list)
    """Who was or would be added, changed or made a leaver, and why: the first thousand."""
    mark: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """From where on the next run may ask for changes only; empty where it has to read everything."""

    @property
    def is_too_much(self) -> bool:
        """Whether it stopped at what an administrator may let through."""
        return self.state is RunState.STOPPED and self.reason != SHOWS_NOBODY

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset()


class WebSession(Base):
    """One signed-in browser; ending the row ends the access on the next request."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the cookie; the token itself is not stored."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """Last use, to within five minutes."""
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
