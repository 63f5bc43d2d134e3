"""Writing the trail, in the same transaction as the change it tells of."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.audit.models import AuditEvent
from govdesk.db import insert_many


def record(
    session: Session, action: str, subject: Any, *, by: Actor | None, at: datetime, **fields: Any
) -> AuditEvent:
    """Add one event about `subject` (a mapped row, flushed here when it has no id yet).

    A field is one fact, or a pair `(before, after)`. Days and moments are stored as ISO text.
    """
    if subject.id is None:
        session.flush()
    event = AuditEvent(
        at=at,
        action=action,
        actor_id=by.id if by else None,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        fields={name: _plain(value) for name, value in fields.items()},
    )
    session.add(event)
    return event


def record_all(
    session: Session,
    action: str,
    kind: Any,
    told: Sequence[tuple[int, dict[str, Any]]],
    *,
    at: datetime,
    by: Actor | None = None,
) -> None:
    """Add one event each about many rows of one `kind` (a mapped class): id and fields."""
    subject_type, actor_id = kind.__tablename__, by.id if by else None
    rows = [
        {
            "at": at,
            "action": action,
            "actor_id": actor_id,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "fields": {name: _plain(value) for name, value in fields.items()},
        }
        for subject_id, fields in told
    ]
    insert_many(session, AuditEvent, rows)


def digest(text: str) -> str:
    """What the trail keeps of a text: its SHA-256, so that a text can be proved but not read from it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, date):  # a datetime is a date, too
        return value.isoformat()
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(item) for item in value]
    return value
