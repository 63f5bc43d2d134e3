"""The events of a thing as lines that people can read; names are looked up once for a whole list."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.audit.words import FIELDS, LABELS, NAMES, SENTENCES, THINGS, Names
from govdesk.i18n import _, locale

Known = dict[tuple[Names | None, int], str]
"""What finds names, and an id → the name; each finder is asked once for a whole list."""


@dataclass(frozen=True)
class Line:
    """One event as the history shows it."""

    at: datetime
    actor_name: str
    sentence: str
    details: list[tuple[str, str | None, str]]
    """Label, before (None for a plain fact), after."""
    event: AuditEvent
    thing: tuple[str, str] | None = None
    """Name and address of what it is about, where the page does not say so itself."""


def events_of(subject: Any) -> Select[AuditEvent]:
    """The events about one row, newest first."""
    return (
        select(AuditEvent)
        .where(AuditEvent.subject_type == subject.__tablename__, AuditEvent.subject_id == subject.id)
        .order_by(AuditEvent.id.desc())
    )


def history_of(
    session: Session, subject: Any, limit: int = 50, *, without: Iterable[str] = (), but: Collection[str] = ()
) -> list[Line]:
    """The newest `limit` lines about `subject`; fields in `without`, and who did such actions, are not for this
    reader, and of actions in `but` they learn nothing."""
    events = events_of(subject).where(AuditEvent.action.not_in(but)) if but else events_of(subject)
    return lines(session, session.scalars(events.limit(limit)).all(), without=without)


def lines(session: Session, events: Sequence[AuditEvent], *, without: Iterable[str] = ()) -> list[Line]:
    """`events` in the same order, with people and departments by name."""
    known, hidden = _names(session, events), frozenset(without)
    return [_line(event, known, hidden) for event in events]


def lines_with_things(session: Session, events: Sequence[AuditEvent]) -> list[Line]:
    """`lines`, each with what it is about: for lists over many things."""
    things = _things(session, events)
    return [
        replace(line, thing=things.get((line.event.subject_type, line.event.subject_id)))
        for line in lines(session, events)
    ]


def _line(event: AuditEvent, known: Known, hidden: frozenset[str]) -> Line:
    actor = known.get((NAMES["actor_id"], event.actor_id)) if event.actor_id else None
    return Line(
        at=event.at,
        actor_name=_("Somebody") if event.action in hidden else actor or _("Govdesk"),
        sentence=str(SENTENCES.get(event.action, event.action)),
        details=[_detail(field, value, known) for field, value in event.fields.items() if field not in hidden],
        event=event,
    )


def _detail(field: str, value: Any, known: Known) -> tuple[str, str | None, str]:
    label = str(FIELDS.get(field, field.removesuffix("_ids").removesuffix("_id").replace("_", " ")))
    label = label[:1].upper() + label[1:]
    if isinstance(value, list) and len(value) == 2:
        return label, _shown(field, value[0], known), _shown(field, value[1], known)
    return label, None, _shown(field, value, known)


def _shown(field: str, value: Any, known: Known) -> str:
    if value is None or value == []:
        return _("none")
    if isinstance(value, list):
        return ", ".join(_shown(field, item, known) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return known.get((NAMES.get(field), value), str(value))
    return _word(field, str(value))


def _word(field: str, value: str) -> str:
    """A state by its word, a day as people say it, a fingerprint by its beginning; else the value itself."""
    for kind in LABELS.get(field, ()):
        if value in kind.__members__.values():
            return str(kind(value).label)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return format_date(date.fromisoformat(value), "EEE d MMM y", locale())
    return f"{value[:12]}…" if re.fullmatch(r"[0-9a-f]{64}", value) else value


def _names(session: Session, events: Iterable[AuditEvent]) -> Known:
    wanted: dict[Names, set[int]] = {}
    for event in events:
        for field, value in {"actor_id": event.actor_id, **event.fields}.items():
            if field in NAMES:
                wanted.setdefault(NAMES[field], set()).update(_ids(value))
    return {(find, id_): name for find, ids in wanted.items() if ids for id_, name in find(session, ids).items()}


def _things(session: Session, events: Iterable[AuditEvent]) -> dict[tuple[str, int], tuple[str, str]]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        if event.subject_type in THINGS:
            wanted.setdefault(event.subject_type, set()).add(event.subject_id)
    return {
        (table, id_): thing for table, ids in wanted.items() for id_, thing in THINGS[table](session, ids).items()
    }


def _ids(value: Any) -> set[int]:
    if isinstance(value, list):
        return {id_ for item in value for id_ in _ids(item)}
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()
