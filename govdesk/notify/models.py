"""Notices: what is owed to whom, and how far it has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
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
    FAILED = "failed", _l("Failed"), Tone.LATE


UNSENT = "state IN ('owed', 'sending')"


class Notice(Base):
    """One message to one recipient about one thing at one stage; its key makes it exist once."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="one_recipient"),
        Index("ix_notice_unsent", "send_at", sqlite_where=text(UNSENT), postgresql_where=text(UNSENT)),
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
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.OWED)
    due_at: Mapped[datetime]
    """When it became owed."""
    send_at: Mapped[datetime]
    """When it is next to be tried."""
    claimed_until: Mapped[datetime | None]
    """A worker that claimed it has until then; afterwards another may."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(200))
    """The mail's Message-ID, fixed when the notice is made, the same on every try."""
    last_error: Mapped[str | None] = mapped_column(String(500))

    person: Mapped[Person | None] = relationship()
    department: Mapped[Department | None] = relationship()
