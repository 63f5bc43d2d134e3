"""What was answered, as people read it: names for ids, words for keys, office time for moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from govdesk.accounts.models import SocialAccount
from govdesk.desk.types.content import FieldContent, TypeContent
from govdesk.desk.types.terms import FieldKind
from govdesk.directory.models import Department, Person
from govdesk.i18n import _

_ROWS: dict[FieldKind, Any] = {
    FieldKind.PERSON: Person,
    FieldKind.PEOPLE: Person,
    FieldKind.ACCOUNT: SocialAccount,
    FieldKind.DEPARTMENT: Department,
}


@dataclass(frozen=True)
class Shown:
    """One question and its answer."""

    label: str
    kind: FieldKind
    value: Any
    """A text, a list of texts, a day, a moment, a row or a list of rows; None: kept from this reader."""


def shown_answers(
    session: Session, content: TypeContent, answers: Mapping[str, Any], *, sees_private: bool
) -> list[Shown]:
    """What was answered, in the order of the questions; one query for each kind of row."""
    asked = [(one, answers[one.key]) for one in content.fields if one.key in answers]
    rows = _rows_of(session, asked)
    return [
        Shown(one.label, one.kind, None if one.private and not sees_private else _value(one, answer, rows))
        for one, answer in asked
    ]


def in_text(session: Session, content: TypeContent, answers: Mapping[str, Any]) -> str:
    """The same as lines of text, without what is private: for mails, and for who reads the ticket as one text."""
    lines = [
        f"{one.label.rstrip('?:')}: {_as_text(one.value)}"
        for one in shown_answers(session, content, answers, sees_private=False)
        if one.value is not None
    ]
    return "\n".join(lines)


def _rows_of(session: Session, asked: list[tuple[FieldContent, Any]]) -> dict[tuple[Any, int], Any]:
    wanted: dict[Any, set[int]] = {}
    for one, answer in asked:
        if table := _ROWS.get(one.kind):
            wanted.setdefault(table, set()).update(answer if isinstance(answer, list) else [answer])
    found: dict[tuple[Any, int], Any] = {}
    for table, ids in wanted.items():
        query = select(table).where(table.id.in_(ids))
        query = query.options(lazyload(Person.granted)) if table is Person else query
        found |= {(table, row.id): row for row in session.scalars(query)}
    return found


def _value(one: FieldContent, answer: Any, rows: Mapping[tuple[Any, int], Any]) -> Any:
    match one.kind:
        case FieldKind.PEOPLE:
            return [rows[Person, id_] for id_ in answer if (Person, id_) in rows]
        case FieldKind.PERSON | FieldKind.ACCOUNT | FieldKind.DEPARTMENT:
            return rows.get((_ROWS[one.kind], answer), _("gone meanwhile"))
        case FieldKind.DATE:
            return date.fromisoformat(answer)
        case FieldKind.MOMENT:
            return datetime.fromisoformat(answer)
        case FieldKind.CHOICE:
            return one.choices.get(answer, answer)
        case FieldKind.YES_NO:
            return _("Yes") if answer else _("No")
        case FieldKind.TOOL:
            return answer["name"]
        case FieldKind.NUMBER:
            return str(answer)
        case _:
            return answer


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_as_text(one) for one in value)
    if isinstance(value, Person | Department):
        return value.name
    if isinstance(value, SocialAccount):
        return value.url
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return str(value)
