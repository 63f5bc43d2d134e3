"""Addresses that a mail server refuses for good: what is owed to them is still tried, and somebody else hears of it.

A mail that gets through ends it; another address from the directory does, too, since the address is what is kept.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, and_, delete, func, literal_column, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, contains_eager, joinedload

from govdesk.access import Role
from govdesk.db import counted
from govdesk.directory.models import Department, Person, PersonState
from govdesk.directory.queries import people_with_role
from govdesk.notify.actions import queue
from govdesk.notify.models import Notice, Parcel, RefusedAddress
from govdesk.notify.recipients import Reader, Unreachable, head_for, reader_for

KIND = "mail_refused"
STANDS = timedelta(days=14)
"""How long a notice that was given up stands among those."""


def mark(session: Session, parcel_id: int, refused: str, reason: str, now: datetime) -> None:
    """The mail to this address was refused; since when it is so stays, when that is known already."""
    parcel = session.get_one(Parcel, parcel_id)
    whose = {"person_id": parcel.person_id, "department_id": parcel.department_id}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(RefusedAddress).values(address=_key(refused), since=now, reason=reason[:500], **whose)
    changed = {name: row.excluded[name] for name in ("reason", *whose)}
    session.execute(row.on_conflict_do_update(index_elements=["address"], set_=changed))
    tell_stand_in(session, _reader(session, parcel), now)


def clear(session: Session, taken: str) -> None:
    """A mail got through."""
    session.execute(delete(RefusedAddress).where(RefusedAddress.address == _key(taken)))


def refused_among(session: Session, addresses: Iterable[str]) -> set[str]:
    """Those of `addresses` that are refused at present, as they were given."""
    by_key = {_key(one): one for one in addresses}
    query = select(RefusedAddress.address).where(RefusedAddress.address.in_(by_key))
    return {by_key[key] for key in session.scalars(query)} if by_key else set()


def refused_of(session: Session, reader: Reader) -> RefusedAddress | None:
    """What is known of the address they have now."""
    address = reader.mail if isinstance(reader, Person) else reader.mailbox
    return session.get(RefusedAddress, _key(address)) if address else None


def refused_readers() -> Select[RefusedAddress]:
    """Whose mail is refused at the address they have now, those for whom it has been so the longest first."""
    with_readers = contains_eager(RefusedAddress.person), contains_eager(RefusedAddress.department)
    query: Select[RefusedAddress] = _of_readers(select(RefusedAddress)).options(*with_readers)
    return query.order_by(RefusedAddress.since, RefusedAddress.address)


def undelivered(now: datetime) -> Select[Notice]:
    """What was given up within the last fortnight and whose reader has not seen it in the pages, the newest first."""
    with_readers = joinedload(Notice.person).lazyload(Person.granted), joinedload(Notice.department)
    return select(Notice).where(*_given_up(now)).options(*with_readers).order_by(Notice.due_at.desc(), Notice.id)


def number_undelivered(session: Session, now: datetime) -> int:
    """How many those are, as `db.counted` says it."""
    return counted(session, select(Notice.id).where(*_given_up(now)))


def _given_up(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # In the words of the index, which are no parameters.
    is_failed = literal_column("notice.state = 'failed'", Boolean)
    return is_failed, Notice.due_at > now - STANDS, Notice.read_at.is_(None)


def number_refused(session: Session) -> int:
    """How many those are, as `db.counted` says it."""
    return counted(session, _of_readers(select(RefusedAddress.address)))


def _of_readers(query: Any) -> Any:
    is_theirs = or_(
        and_(Person.state == PersonState.ACTIVE, func.lower(Person.mail) == RefusedAddress.address),
        func.lower(Department.mailbox) == RefusedAddress.address,
    )
    return query.outerjoin(RefusedAddress.person).outerjoin(RefusedAddress.department).where(is_theirs)


def stand_in_for(reader: Reader) -> Reader | None:
    """Of a person their manager or else their department, of a department its head; None without anybody else."""
    if isinstance(reader, Department):
        return head_for(reader)
    if reader.manager is not None and reader.manager.is_employed and reader.manager.mail:
        return reader.manager
    if reader.department is None:
        return None
    try:
        return None if reader_for(reader.department) is reader else reader.department
    except Unreachable:
        return None


def tell_stand_in(session: Session, reader: Reader | None, now: datetime) -> None:
    """Once a day, that mail does not reach them: not what it says, which need not be for others.

    Where nobody is near, security hears of it.
    """
    if reader is None:
        return
    near = stand_in_for(reader)
    for to in [near] if near is not None else session.scalars(people_with_role(Role.SECURITY)).all():
        if to is reader:
            continue
        key = f"refused:{_letter(reader)}{reader.id}:{now:%Y%m%d}:{_letter(to)}{to.id}"
        queue(session, KIND, subject=reader, to=to, key=key, at=now, is_urgent=True)


def _reader(session: Session, parcel: Parcel) -> Reader:
    if parcel.person_id is not None:
        return session.get_one(Person, parcel.person_id)
    return session.get_one(Department, parcel.department_id)


def _letter(reader: Reader) -> str:
    return "p" if isinstance(reader, Person) else "d"


def _key(address: str) -> str:
    return address.lower()
