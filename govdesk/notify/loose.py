"""Notices that are in no mail yet, by who reads them.

A reader's row is locked while theirs are put together, so that two workers never make two digests of one.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select
from sqlalchemy.orm import Session, selectinload

from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from govdesk.notify.recipients import Reader, Unreachable, reader_for

MOST = 200
"""Notices in one mail; a reader of more gets several."""
AT_ONCE = 2_000
"""Notices put into mails in one transaction: a multiple of `MOST`."""


def is_loose(now: datetime) -> ColumnElement[bool]:
    """Owed, due to be sent, and in no mail; in the words of the index, which are no parameters."""
    return and_(
        literal_column("notice.state = 'owed'"), literal_column("notice.parcel_id IS NULL"), Notice.send_at <= now
    )


def loose_by_reader(session: Session, now: datetime, limit: int) -> dict[Reader, list[Notice]]:
    """All that is owed now to some `limit` readers whom no other worker has in hand."""
    people = set(session.scalars(_people_owed(now, limit)))
    of_departments = _departments(session, now, people, limit)
    theirs: dict[Reader, list[Notice]] = {}
    rows = session.scalars(_notices(now, people, of_departments)).all()
    for notice in rows:
        theirs.setdefault(notice.person or of_departments[notice.department_id], []).append(notice)
    if len(rows) == AT_ONCE:
        _leave_the_rest(theirs, rows[-1].person or of_departments[rows[-1].department_id])
    return theirs


def _leave_the_rest(theirs: dict[Reader, list[Notice]], last: Reader) -> None:
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


def _departments(session: Session, now: datetime, people: set[int], limit: int) -> dict[int | None, Reader]:
    """Readers by department, for those departments whose reader is ours; more readers are added to `people`."""
    owed = exists().where(Notice.department_id == Department.id, is_loose(now))
    found = session.scalars(select(Department).where(owed).options(selectinload(Department.head)))
    readers = {department.id: _reader_or_itself(department) for department in found}
    boxes = {reader.id for reader in readers.values() if isinstance(reader, Department)}
    heads = {reader.id for reader in readers.values() if isinstance(reader, Person)} - people
    ours = _lock(session, Department, boxes, limit)
    people |= _lock(session, Person, heads, limit)
    return {
        id_: reader
        for id_, reader in readers.items()
        if reader.id in (people if isinstance(reader, Person) else ours)
    }


def _reader_or_itself(department: Department) -> Reader:
    """Nobody reachable is told of where the mail is written."""
    try:
        return reader_for(department)
    except Unreachable:
        return department


def _lock(session: Session, table: type[Person] | type[Department], ids: Iterable[int], limit: int) -> set[int]:
    some = sorted(ids)
    if not some:
        return set()
    return set(session.scalars(_locked(select(table.id).where(table.id.in_(some)).limit(limit))))


def _notices(now: datetime, people: Iterable[int], departments: Iterable[int | None]) -> Select[Notice]:
    theirs = or_(Notice.person_id.in_(people), Notice.department_id.in_(departments))
    return (
        select(Notice)
        .options(selectinload(Notice.person), selectinload(Notice.department))
        .where(is_loose(now), theirs)
        .order_by(Notice.person_id, Notice.department_id, Notice.send_at, Notice.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Notice)
    )
