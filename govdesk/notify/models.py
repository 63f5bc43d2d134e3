"""Notices: what is owed to whom, and how far it has come; and the mails they go out in."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.db import Base
from govdesk.directory.models import Department, Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class NoticeState(Labelled):
    OWED = "owed", _l("Owed"), Tone.SOON
    SENDING = "sending", _l("Being sent"), Tone.SOON
    SENT = "sent", _l("Sent"), Tone.OK
    SUPERSEDED = "superseded", _l("Superseded"), Tone.PLAIN
    CANCELLED = "cancelled", _l("Cancelled"), Tone.PLAIN
    KEPT = "kept", _l("In the pages only"), Tone.PLAIN
    """Its reader wants no mail of this kind; it stands behind Notices like any other."""
    FAILED = "failed", _l("Failed"), Tone.LATE


LOOSE = "state = 'owed' AND parcel_id IS NULL"
OPEN = "settled_at IS NULL"
POSTING = "state = 'owed'"
FAILED = "state = 'failed'"
UNREAD = "state IN ('sent', 'kept', 'failed') AND read_at IS NULL"


class Parcel(Base):
    """One mail: the notices that were put into it when it was made, and none that came later.

    It leaves when it is first claimed, so its Message-ID is made with it and stays the same on every try.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="one_reader"),
        UniqueConstraint("person_id", "day", "part"),
        UniqueConstraint("department_id", "day", "part"),
        Index("ix_parcel_open", "send_at", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who reads it; for a department without a mailbox that is its head."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    day: Mapped[date | None]
    """Of which day it is the digest; None for what does not wait for one."""
    part: Mapped[int] = mapped_column(default=0)
    """A reader of very many notices gets the day's digest in several mails."""
    size: Mapped[int]
    """How many notices it was made of."""
    made_at: Mapped[datetime]
    send_at: Mapped[datetime]
    """When it is next to be tried."""
    claimed_until: Mapped[datetime | None]
    """A worker that claimed it has until then; afterwards another may."""
    settled_at: Mapped[datetime | None]
    """When nothing was left to be done about it."""


class Posting(Base):
    """One announcement of a notice over another channel than mail; channel and key make it exist once."""

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_posting_owed", "send_at", sqlite_where=text(POSTING), postgresql_where=text(POSTING)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(60))
    """The notice's; in a chat room what is told to several people stands once."""
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.OWED)
    made_at: Mapped[datetime]
    send_at: Mapped[datetime]
    """When it is next to be tried; a worker that tries moves it on before it does."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))

    notice: Mapped["Notice"] = relationship()


class CalendarFeed(Base):
    """The private address under which one person's calendar program fetches their days."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token, which nobody can read again."""
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class QuietHours(Base):
    """When one person wants no mail that can wait."""

    __tablename__ = "quiet_hours"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    begins: Mapped[time]
    ends: Mapped[time]
    """In office time; before `begins` when they go over midnight."""


class LeftKind(Base):
    """One person wants no mail of one kind; what policy does not let people leave is sent all the same."""

    __tablename__ = "left_kind"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    left_at: Mapped[datetime]


class RefusedAddress(Base):
    """An address that a mail server refused for good the last time it was tried."""

    __tablename__ = "refused_address"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    """In small letters."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """Who was written to; None for a department's mailbox."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    """What the server said."""

    person: Mapped[Person | None] = relationship()
    department: Mapped[Department | None] = relationship()


class Notice(Base):
    """One message to one recipient about one thing at one stage; its key makes it exist once."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="one_recipient"),
        Index("ix_notice_loose", "send_at", "id", sqlite_where=text(LOOSE), postgresql_where=text(LOOSE)),
        Index(
            "ix_notice_loose_recipient",
            "person_id",
            "department_id",
            sqlite_where=text(LOOSE),
            postgresql_where=text(LOOSE),
        ),
        Index(
            "ix_notice_loose_department",
            "department_id",
            sqlite_where=text(LOOSE),
            postgresql_where=text(LOOSE),
        ),
        Index("ix_notice_failed", "due_at", sqlite_where=text(FAILED), postgresql_where=text(FAILED)),
        Index("ix_notice_unread", "person_id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
        Index("ix_notice_subject", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    """Rule, subject, cycle, stage and recipient in one ASCII word; also on the wire as X-Notice-Key."""
    kind: Mapped[str] = mapped_column(String(40))
    """Which text: `templates/mail/<kind>.…`, and which room still knows whether it matters."""
    stage: Mapped[str | None] = mapped_column(String(40))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    """A department is reached through its mailbox or its head, looked up when the mail goes out."""
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids and register values the text needs; never the text of a message."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """It does not wait for tomorrow's digest when today's has left."""
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.OWED)
    due_at: Mapped[datetime]
    """When it became owed."""
    send_at: Mapped[datetime]
    """When it is next to be tried."""
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), index=True)
    """The mail it goes out in, fixed when that is first claimed; None before."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    title: Mapped[str | None] = mapped_column(String(300))
    """What its mail was headed, for the bell; None until then."""
    path: Mapped[str | None] = mapped_column(String(200))
    """The page it led to."""
    read_at: Mapped[datetime | None]
    """When its reader said so, in the pages."""

    person: Mapped[Person | None] = relationship()
    department: Mapped[Department | None] = relationship()
    parcel: Mapped[Parcel | None] = relationship()

    @property
    def message_id(self) -> str | None:
        """The Message-ID of its mail; None before there is one."""
        return None if self.parcel is None else self.parcel.message_id
