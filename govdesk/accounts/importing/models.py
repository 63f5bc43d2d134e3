"""Files of accounts that were looked at or brought in, and what became of their rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

MOST_AT_ONCE = 10_000
"""Rows that are read and brought in while the browser waits."""


class RowOutcome(Labelled):
    """What becomes of a row that is read; a later row of one account is a duplicate of the first."""

    NEW = "new", _l("New"), Tone.OK
    CHANGED = "changed", _l("Changed"), Tone.SOON
    SAME = "same", _l("The same"), Tone.PLAIN
    DUPLICATE = "duplicates", _l("Duplicate"), Tone.FROZEN
    REFUSED = "refused", _l("Refused"), Tone.LATE
    GONE = "gone", _l("Gone from the source"), Tone.UNKNOWN


class ImportWork(StrEnum):
    """What the worker does for a file that is too long for a request."""

    LOOK = "look"
    APPLY = "apply"
    UNDO = "undo"


class AccountImport(Base):
    """A file of accounts: looked at first, then brought in; stays as the record of what it did."""

    __tablename__ = "account_import"
    seen_by = Permission.ACCOUNT_IMPORT

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the file, which itself is not kept."""
    source: Mapped[str] = mapped_column(String(200), default="", index=True)
    """Whose list it is; imports of one source are compared with each other."""
    is_whole: Mapped[bool] = mapped_column(default=False)
    """The file lists all that its source has: what is missing is gone from it."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The sound rows, kept between preview and decision, then dropped: see `kept.pack`."""
    sheet: Mapped[str] = mapped_column(String(100), default="")
    meanings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Column → what it says: see `reading.columns`."""
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`department` and `person`: the source's words → the id that somebody chose for them."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    """None while rows are still being brought in, a portion at a time."""
    awaits: Mapped[ImportWork | None]
    """What the worker still has to do; None when it has nothing to do with it."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who asked for that."""
    went_on_at: Mapped[datetime | None]
    """When whoever works on it last got on. Nobody does if that was long ago: see `actions.progress`."""
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(500), default="")
    """Why the worker could not do it, for people."""
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What undoing did: `removed`, `put_back`, `kept` with the reasons; `below` the row from which it goes on."""
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Counts and findings: see `reporting.report_of`."""

    by: Mapped[Person | None] = relationship(foreign_keys=by_id)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=asked_by_id)

    @property
    def is_long(self) -> bool:
        """Too long for a request: the worker does it."""
        return self.rows_total > MOST_AT_ONCE

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset()


class ImportRow(Base):
    """One row of an import and what became of it; before the decision, what would."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_import_id_outcome", "import_id", "outcome", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("account_import.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Line of the sheet or place in the list; 0 for an account that the source no longer lists."""
    column: Mapped[str] = mapped_column(String(100), default="")
    """Where one line names several accounts: the column of this one."""
    outcome: Mapped[RowOutcome]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id", ondelete="SET NULL"), index=True)
    url: Mapped[str] = mapped_column(String(1000), default="")
    """The account's canonical address; empty for a refused row, which may hold a secret."""
    record: Mapped[str] = mapped_column(String(100), default="")
    """The source's own number of the line: the accounts of one office share it."""
    first_number: Mapped[int | None]
    """Of a duplicate: the row that counts instead."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    changes: Mapped[dict[str, Any] | None]
    """Field → `[before, after]`, as the trail has it."""
