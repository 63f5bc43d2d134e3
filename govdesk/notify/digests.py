"""Which mail of a day's digest each reader has had already."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from govdesk.db import among
from govdesk.directory.models import Department, Person
from govdesk.notify.loose import Box
from govdesk.notify.models import Parcel


class Last(NamedTuple):
    """The last mail of a day's digest to somebody."""

    part: int
    size: int


def last_digests(session: Session, boxes: Iterable[Box], day: date) -> dict[Box, Last]:
    """By readers, of those who have had one."""
    several = list(boxes)
    people = [box.person_id for box in several if box.person_id is not None]
    departments = [box.department_id for box in several if box.department_id is not None]
    return {
        **{Box(id_, None): last for id_, last in _last_of(session, Person, Parcel.person_id, people, day)},
        **{
            Box(None, id_): last
            for id_, last in _last_of(session, Department, Parcel.department_id, departments, day)
        },
    }


def _last_of(
    session: Session, kind: type[Person] | type[Department], reader: Any, ids: list[int], day: date
) -> Iterator[tuple[int, Last]]:
    if not ids:
        return

    def latest(column: Any) -> ScalarSelect[int]:
        # For each reader alone: asked of all together, a planner that has not looked at the table since the morning
        # takes the day for the rarest, and every claim reads all mails of the day.
        theirs = select(column).where(reader == kind.id, Parcel.day == day)
        return theirs.order_by(Parcel.part.desc()).limit(1).scalar_subquery()

    query = select(kind.id, latest(Parcel.part), latest(Parcel.size)).where(among(session, kind.id, ids))
    for id_, part, size in session.execute(query):
        if part is not None:
            yield id_, Last(part, size)
