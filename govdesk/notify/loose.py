"""Notices that are in no mail yet, by who reads them.

A reader's row is locked while theirs are put together, so that two workers never make two digests of one.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, exists, literal_column, select
from sqlalchemy.orm import Session, selectinload

from govdesk.db import among
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from govdesk.notify.recipients import Unreachable, reader_for

MOST = 200
"""Notices in one mail; a reader of more gets several."""
AT_ONCE = 2_000
"""Notices put into mails in one transaction: a multiple of `MOST`."""


_Row = Row[int, str, bool, int | None, int | None]


class Loose(NamedTuple):
    """What putting a notice into a mail takes to know of it."""

    id: int
    kind: str
    is_urgent: bool


class Box(NamedTuple):
    """Whose mail it is: a person's, or that of a department with a mailbox."""

    person_id: int | None
    department_id: int | None


def is_loose(now: datetime) -> ColumnElement[bool]:
    """Owed, due to be sent, and in no mail; in the words of the index, which are no parameters."""
    return and_(
        literal_column("notice.state = 'owed'"), literal_column("notice.parcel_id IS NULL"), Notice.send_at <= now
    )


def loose_by_reader(session: Session, now: datetime, limit: int) -> dict[Box, list[Loose]]:
    """All that is owed now to some `limit` readers whom no other worker has in hand."""
    people = set(session.scalars(_people_owed(now, limit)))
    of_departments = _departments(session, now, people, limit)
    theirs: dict[Box, list[Loose]] = {}
    rows = _notices(session, now, people, of_departments)
    for id_, kind, is_urgent, person_id, department_id in rows:
        box = Box(person_id, None) if department_id is None else of_departments[department_id]
        theirs.setdefault(box, []).append(Loose(id_, kind, is_urgent))
    if len(rows) == AT_ONCE:
        _leave_the_rest(theirs, box)
    return theirs


def _leave_the_rest(theirs: dict[Box, list[Loose]], last: Box) -> None:
    """Of the reader with whom reading ended there may be more: what makes no whole mail waits for these."""
    theirs[last] = theirs[last][: len(theirs[last]) // MOST * MOST]


def _people_owed(now: datetime, limit: int) -> Select[int]:
    owed = select(Person.id).join(Notice, Notice.person_id == Person.id).where(is_loose(now))
    # The notice too: another worker may have packed it a moment ago, and whoever it is for has nothing owed any more.
    oldest = owed.order_by(Notice.send_at, Notice.id).limit(limit)
    return oldest.with_for_update(skip_locked=True, key_share=True, of=(Person, Notice))


def _locked(query: Select[int]) -> Select[int]:
    # Not against rows that refer to this one: whoever queues a notice need not wait.
    return query.with_for_update(skip_locked=True, key_share=True)


def _departments(session: Session, now: datetime, people: set[int], limit: int) -> dict[int, Box]:
    """Readers by department, for those departments whose reader is ours; more readers are added to `people`."""
    owed = exists().where(Notice.department_id == Department.id, is_loose(now))
    found = session.scalars(select(Department).where(owed).options(selectinload(Department.head)))
    readers = {department.id: _box_of(department) for department in found}
    boxes = {box.department_id for box in readers.values() if box.department_id is not None}
    heads = {box.person_id for box in readers.values() if box.person_id is not None} - people
    ours = _lock(session, Department, boxes, limit)
    people |= _lock(session, Person, heads, limit)
    return {id_: box for id_, box in readers.items() if box.person_id in people or box.department_id in ours}


def _box_of(department: Department) -> Box:
    """Nobody reachable is told of where the mail is written."""
    try:
        reader = reader_for(department)
    except Unreachable:
        reader = department
    return Box(reader.id, None) if isinstance(reader, Person) else Box(None, reader.id)


def _lock(session: Session, table: type[Person] | type[Department], ids: Iterable[int], limit: int) -> set[int]:
    some = sorted(ids)
    if not some:
        return set()
    return set(session.scalars(_locked(select(table.id).where(table.id.in_(some)).limit(limit))))


def _notices(session: Session, now: datetime, people: Collection[int], departments: Collection[int]) -> list[_Row]:
    """What these people are owed, then these departments.

    In one question for both the planner would have to guess between two indexes, and read far too much.
    """
    found: list[_Row] = []
    for column, ids in ((Notice.person_id, people), (Notice.department_id, departments)):
        if ids and len(found) < AT_ONCE:
            theirs = _owed_to(among(session, column, sorted(ids)), now).limit(AT_ONCE - len(found))
            found += session.execute(theirs.order_by(column, Notice.send_at, Notice.id)).all()
    return found


def _owed_to(are_theirs: ColumnElement[bool], now: datetime) -> Select[int, str, bool, int | None, int | None]:
    return (
        select(Notice.id, Notice.kind, Notice.is_urgent, Notice.person_id, Notice.department_id)
        .where(is_loose(now), are_theirs)
        .with_for_update(skip_locked=True, of=Notice)
    )
