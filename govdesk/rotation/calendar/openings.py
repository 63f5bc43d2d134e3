"""Who opened the page of what is due: a row a day at most, for custodians as for everybody else."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import g, request
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from govdesk import clock
from govdesk.rotation.calendar.models import RotationOpening
from govdesk.rotation.models import RotationSchedule
from govdesk.web import settings


def note_opening(schedule: RotationSchedule) -> None:
    """Put on record, and commit, that the reader of this page opened it; the head alone shows nothing.

    Who opens it again on the same day costs one question. For use where nothing waits to be written.
    """
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    key = (schedule.id, today, g.person.id)
    if request.method == "HEAD" or g.db.get(RotationOpening, key) is not None:
        return
    g.db.commit()  # begun anew: on SQLite a transaction that has read may not get to write
    insert = postgresql.insert if g.db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(RotationOpening).values(
        schedule_id=schedule.id, opened_on=today, person_id=g.person.id, opened_at=now
    )
    g.db.execute(row.on_conflict_do_nothing())
    g.db.commit()


def opened_since(session: Session, schedules: Collection[tuple[int, date]]) -> dict[int, list[RotationOpening]]:
    """Of each schedule the last opening of each person on a day or later, the latest first."""
    found: dict[int, dict[int, RotationOpening]] = {}
    for opening in _openings(session, schedules):
        if opening.opened_on >= dict(schedules)[opening.schedule_id]:
            found.setdefault(opening.schedule_id, {}).setdefault(opening.person_id, opening)
    return {id_: list(by_person.values()) for id_, by_person in found.items()}


def _openings(session: Session, schedules: Collection[tuple[int, date]]) -> Sequence[RotationOpening]:
    query = (
        select(RotationOpening).options(joinedload(RotationOpening.person)).order_by(RotationOpening.opened_at.desc())
    )
    earliest = min((day for _id, day in schedules), default=date.max)
    ids = [id_ for id_, _day in schedules]
    return session.scalars(
        query.where(RotationOpening.schedule_id.in_(ids), RotationOpening.opened_on >= earliest)
    ).all()
