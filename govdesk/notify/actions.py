"""Queueing notices, and taking them back while they are unsent."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.rules import notice_key

TAKEN_UP = ("context", "state", "due_at", "send_at", "attempts")
"""What changes when a cancelled notice is owed again; its key and its Message-ID stay."""


def queue(
    session: Session,
    kind: str,
    *,
    subject: Any,
    to: Person | Department,
    key: str,
    at: datetime,
    stage: str | None = None,
    context: dict[str, Any] | None = None,
    passed: bool = False,
) -> bool:
    """Owe `to` one notice about `subject` (a mapped row); False when `key` is known already.

    A notice that was cancelled is taken up again, since its key may never stand twice. With `passed` the stage is
    only recorded, as superseded: its moment went by before anybody could be told.
    """
    if subject.id is None or to.id is None:
        session.flush()
    state = NoticeState.SUPERSEDED if passed else NoticeState.OWED
    row = _row(kind, subject, to, key, at) | {"stage": stage, "context": context or {}, "state": state}
    return session.scalar(_insert(session).values(**row).returning(Notice.id)) is not None


def queue_all(
    session: Session,
    kind: str,
    *,
    subject: Any,
    to: Mapping[str, Person],
    at: datetime,
    stage: str | None = None,
    context: dict[str, Any] | None = None,
) -> None:
    """The same for many people at once, by their keys: one statement."""
    same = {"stage": stage, "context": context or {}, "state": NoticeState.OWED}
    rows = [_row(kind, subject, person, key, at) | same for key, person in to.items()]
    if rows:
        session.execute(_insert(session), rows)


def _row(kind: str, subject: Any, to: Person | Department, key: str, at: datetime) -> dict[str, Any]:
    return {
        "key": notice_key(key),
        "kind": kind,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,
        "person_id": to.id if isinstance(to, Person) else None,
        "department_id": to.id if isinstance(to, Department) else None,
        "due_at": at,
        "send_at": at,
        "attempts": 0,
        "message_id": f"<{uuid.uuid4().hex}@notice.govdesk>",
    }


def _insert(session: Session) -> Any:
    """Adds rows, or takes them up that stand for a cancelled notice."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Notice)
    return statement.on_conflict_do_update(
        index_elements=[Notice.key],
        set_={name: statement.excluded[name] for name in TAKEN_UP},
        where=Notice.state == NoticeState.CANCELLED,
    )


def cancel(session: Session, kind: str, *, subject: Any, now: datetime) -> None:
    """What these unsent notices ask for has been done, or is not wanted any more."""
    _end(session, NoticeState.CANCELLED, kind, subject, now)


def cancel_all_to(session: Session, person: Person, *, now: datetime) -> None:
    """Nothing is asked of `person` any more: what was not sent to them is not sent at all."""
    session.flush()
    session.execute(
        update(Notice)
        .where(Notice.person_id == person.id, unclaimed(now))
        .values(state=NoticeState.CANCELLED, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


def supersede(session: Session, kind: str, *, subject: Any, now: datetime) -> None:
    """A newer notice says what these unsent ones would have said."""
    _end(session, NoticeState.SUPERSEDED, kind, subject, now)


def _end(session: Session, state: NoticeState, kind: str, subject: Any, now: datetime) -> None:
    session.flush()  # the subject's own row is locked first, so that whoever queues and whoever cancels take turns
    session.execute(
        update(Notice)
        .where(
            Notice.kind == kind,
            Notice.subject_type == subject.__tablename__,
            Notice.subject_id == subject.id,
            unclaimed(now),
        )
        .values(state=state, claimed_until=None)
        .execution_options(synchronize_session=False)
    )


def unclaimed(now: datetime) -> ColumnElement[bool]:
    """Owed, or claimed by a worker that let its time run out."""
    return or_(
        Notice.state == NoticeState.OWED,
        and_(Notice.state == NoticeState.SENDING, Notice.claimed_until <= now),
    )
