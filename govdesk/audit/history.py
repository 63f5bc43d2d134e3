"""The events of a thing as lines that people can read; names are looked up once for a whole list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.audit.words import FIELDS, NAMES, SENTENCES
from govdesk.i18n import _


@dataclass(frozen=True)
class Line:
    """One event as the history shows it."""

    at: datetime
    actor_name: str
    sentence: str
    details: list[tuple[str, str | None, str]]
    """Label, before (None for a plain fact), after."""
    event: AuditEvent


def events_of(subject: Any) -> Select[AuditEvent]:
    """The events about one row, newest first."""
    return (
        select(AuditEvent)
        .where(AuditEvent.subject_type == subject.__tablename__, AuditEvent.subject_id == subject.id)
        .order_by(AuditEvent.id.desc())
    )


def history_of(session: Session, subject: Any, limit: int = 50) -> list[Line]:
    """The newest `limit` lines about `subject`."""
    return lines(session, session.scalars(events_of(subject).limit(limit)).all())


def lines(session: Session, events: Sequence[AuditEvent]) -> list[Line]:
    """`events` in the same order, with people and departments by name."""
    known = _names(session, events)
    return [_line(event, known) for event in events]


def _line(event: AuditEvent, known: dict[tuple[str, int], str]) -> Line:
    actor = known.get(("actor_id", event.actor_id)) if event.actor_id else None
    return Line(
        at=event.at,
        actor_name=actor or _("Govdesk"),
        sentence=str(SENTENCES.get(event.action, event.action)),
        details=[_detail(field, value, known) for field, value in event.fields.items()],
        event=event,
    )


def _detail(field: str, value: Any, known: dict[tuple[str, int], str]) -> tuple[str, str | None, str]:
    label = str(FIELDS.get(field, field.removesuffix("_ids").removesuffix("_id").replace("_", " ")))
    if isinstance(value, list) and len(value) == 2:
        return label, _shown(field, value[0], known), _shown(field, value[1], known)
    return label, None, _shown(field, value, known)


def _shown(field: str, value: Any, known: dict[tuple[str, int], str]) -> str:
    if value is None or value == []:
        return _("none")
    if isinstance(value, list):
        return ", ".join(_shown(field, item, known) for item in value)
    return known.get((field, value), str(value)) if isinstance(value, int) else str(value)


def _names(session: Session, events: Iterable[AuditEvent]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        for field, value in {"actor_id": event.actor_id, **event.fields}.items():
            if field in NAMES:
                wanted.setdefault(field, set()).update(_ids(value))
    return {
        (field, id_): name for field, ids in wanted.items() if ids for id_, name in NAMES[field](session, ids).items()
    }


def _ids(value: Any) -> set[int]:
    if isinstance(value, list):
        return {id_ for item in value for id_ in _ids(item)}
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()
