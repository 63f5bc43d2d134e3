"""Queueing notices, and taking them back while they are unsent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from govdesk.db import among
from govdesk.directory.models import Department, Person
from govdesk.notify.adding import Row, add, add_all
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.rules import notice_key


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
    is_urgent: bool = False,
) -> bool:
    """Owe `to` one notice about `subject` (a mapped row); False when `key` is known already.

    A notice that was cancelled is taken up again, since its key may never stand twice. With `passed` the stage is
    only recorded, as superseded: its moment went by before anybody could be told. What is urgent leaves at once, also
    when its reader had today's digest already.
    """
    if subject.id is None or to.id is None:
        session.flush()
    owed = notice_row(
        kind, subject=subject, to=to, key=key, at=at, stage=stage, context=context, passed=passed, is_urgent=is_urgent
    )
    return add(session, owed)


def queue_all(
    session: Session,
    kind: str,
    *,
    subject: Any,
    to: Mapping[str, Person],
    at: datetime,
    stage: str | None = None,
    context: dict[str, Any] | None = None,
    is_urgent: bool = False,
) -> None:
    """The same for many people at once, by their keys: one statement."""
    same = {"subject": subject, "at": at, "stage": stage, "context": context, "is_urgent": is_urgent}
    queue_rows(session, [notice_row(kind, to=person, key=key, **same) for key, person in to.items()])


def notice_row(
    kind: str,
    *,
    subject: Any,
    to: Person | Department,
    key: str,
    at: datetime,
    stage: str | None = None,
    context: dict[str, Any] | None = None,
    passed: bool = False,
    is_urgent: bool = False,
) -> Row:
    """What `queue` would owe, for `queue_rows`; subject and recipient have their ids already."""
    return {
        "key": notice_key(key),
        "kind": kind,
        "stage": stage,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,
        "person_id": to.id if isinstance(to, Person) else None,
        "department_id": to.id if isinstance(to, Department) else None,
        "context": context or {},
        "is_urgent": is_urgent,
        "state": NoticeState.SUPERSEDED if passed else NoticeState.OWED,
        "due_at": at,
        "send_at": at,
        "parcel_id": None,
        "attempts": 0,
    }


def queue_rows(session: Session, rows: Iterable[Row]) -> None:
    """Owe all of these, in one go; what is known already is passed over."""
    by_key = {row["key"]: row for row in rows}
    if by_key:
        add_all(session, list(by_key.values()))


def cancel(session: Session, kind: str, *, subject: Any, now: datetime) -> None:
    """What these unsent notices ask for has been done, or is not wanted any more."""
    _end(session, NoticeState.CANCELLED, kind, [subject], now)


def cancel_all(session: Session, kind: str, subjects: Iterable[Any], *, now: datetime) -> None:
    """The same about many subjects, which are rows of one table: one statement."""
    _end(session, NoticeState.CANCELLED, kind, list(subjects), now)


def cancel_all_to(session: Session, person: Person, *, now: datetime) -> None:
    """Nothing is asked of `person` any more: what was not sent to them is not sent at all."""
    session.flush()
    session.execute(
        update(Notice)
        .where(Notice.person_id == person.id, unclaimed(now))
        .values(state=NoticeState.CANCELLED)
        .execution_options(synchronize_session=False)
    )


def supersede(session: Session, kind: str, *, subject: Any, now: datetime) -> None:
    """A newer notice says what these unsent ones would have said."""
    supersede_all(session, kind, [subject], now=now)


def supersede_all(session: Session, kind: str, subjects: Iterable[Any], *, now: datetime) -> None:
    """The same about many subjects, which are rows of one table: one statement."""
    _end(session, NoticeState.SUPERSEDED, kind, list(subjects), now)


def _end(session: Session, state: NoticeState, kind: str, subjects: list[Any], now: datetime) -> None:
    if not subjects:
        return
    session.flush()  # the subjects' own rows are locked first, so that whoever queues and whoever cancels take turns
    session.execute(
        update(Notice)
        .where(
            Notice.kind == kind,
            Notice.subject_type == subjects[0].__tablename__,
            among(session, Notice.subject_id, [subject.id for subject in subjects]),
            unclaimed(now),
        )
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


def unclaimed(now: datetime) -> ColumnElement[bool]:
    """Owed, or in a mail claimed by a worker that let its time run out."""
    given_up = select(Parcel.id).where(Parcel.settled_at.is_(None), Parcel.claimed_until <= now)
    return or_(
        Notice.state == NoticeState.OWED,
        and_(Notice.state == NoticeState.SENDING, Notice.parcel_id.in_(given_up)),
    )
