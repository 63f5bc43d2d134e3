"""Whose login it is: one entry's, or nobody's."""

from sqlalchemy import ColumnElement, FromClause, Row, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from govdesk.db import as_value
from govdesk.directory.models import READING, Person, PersonState, WebSession
from govdesk.directory.sync.work import ReadAll, Work


def is_gone(work: Work, entry: FromClause = READING) -> ColumnElement[bool]:
    """Whether a staged entry is one that nobody may use any more: `standing.gone_as` as a condition, never null."""
    return or_(entry.c.is_disabled, and_(entry.c.leaves_on.is_not(None), entry.c.leaves_on < work.today))


def leave_to_sign_in(session: Session, work: Work) -> None:
    """Let alone who has signed in since the reading began: the directory told more of them then."""
    since = select(Person.directory_id).join(WebSession, WebSession.person_id == Person.id)
    since = since.where(WebSession.created_at > work.now, Person.directory_id.is_not(None))
    session.execute(delete(READING).where(READING.c.directory_id.in_(since)))
    made = select(Person.directory_id).where(Person.directory_id.is_not(None))
    session.execute(update(READING).where(READING.c.is_new, READING.c.directory_id.in_(made)).values(is_new=False))


def settle(session: Session, work: Work, seen: set[str] | None) -> list[Person]:
    """Leave out entries whose login several have; returns who has lost theirs to another entry.

    `seen`: the ids of all entries, None when only changes were read. Raises ReadAll when that is not enough to tell
    a login that was passed on from one that two have.
    """
    _leave_out_twins(session, work)
    losers: dict[int, Person] = {}
    while rivals := [rival for rival in _rivals(session, work) if rival[1].id not in losers]:
        if seen is None:
            raise ReadAll(f"the login {rivals[0][0].login} is another entry's now")
        for row, holder in rivals:
            if holder.directory_id is None or holder.directory_id in seen:
                _leave_out(session, work, [row])
            else:
                losers[holder.id] = holder
    return list(losers.values())


def _leave_out_twins(session: Session, work: Work) -> None:
    several = select(READING.c.login_key).where(~is_gone(work)).group_by(READING.c.login_key).having(func.count() > 1)
    staged = select(READING).where(~is_gone(work), READING.c.login_key.in_(several))
    _leave_out(session, work, list(session.execute(staged)))


def _rivals(session: Session, work: Work) -> list[tuple[Row[*tuple[object, ...]], Person]]:
    """Staged entries and who holds their login by an entry that is not staged."""
    staged = select(READING.c.directory_id)
    rivals = (
        select(Person, *READING.c)
        .join(READING, READING.c.login_key == Person.login_key)
        .where(
            as_value(Person.state) == PersonState.ACTIVE,
            ~is_gone(work),
            or_(Person.directory_id.is_(None), Person.directory_id != READING.c.directory_id),
            or_(Person.directory_id.is_(None), Person.directory_id.not_in(staged)),
        )
    )
    return [(row, row[0]) for row in session.execute(rivals)]


def _leave_out(session: Session, work: Work, rows: list[Row[*tuple[object, ...]]]) -> None:
    for row in rows:
        work.report.skip(f"{row.name} ({row.directory_id})", f"several entries have the login {row.login}")
    ids = [row.directory_id for row in rows]
    session.execute(delete(READING).where(READING.c.directory_id.in_(ids)))
