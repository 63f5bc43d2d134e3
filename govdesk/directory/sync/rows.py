"""People's rows, as many at once as there are: joining in one statement, changes in batches."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, String, and_, case, cast, func, insert, literal, null, select, update
from sqlalchemy.orm import Session, aliased

from govdesk.db import as_value
from govdesk.directory.actions.leaving import chunks
from govdesk.directory.actions.standing import COLUMNS, Outcome, Told, outcome
from govdesk.directory.models import READING, Department, Person, PersonState
from govdesk.directory.sync.bulk import count_on_from, filling
from govdesk.directory.sync.logins import is_gone
from govdesk.directory.sync.work import Work

PEOPLE = Person.metadata.tables[Person.__tablename__]
BATCH = 2000
"""Rows compared at once."""
HELD = [Person.id, *(getattr(Person, column) for column in COLUMNS)]


def join_all(session: Session, work: Work, staged: int) -> int:
    """Rows for all newcomers among those staged, in one statement; returns how many.

    The numbers they get are known beforehand, so that each is stored with its manager.
    """
    last = session.scalar(select(func.max(Person.id))) or 0
    with filling(session, PEOPLE, staged):
        session.execute(insert(PEOPLE).from_select(list(_newcomer(work, last)), _newcomers(work, last)))
    if newest := session.scalar(select(func.max(Person.id)).where(Person.id > last)):
        count_on_from(session, Person.__tablename__, newest)
    return session.scalar(select(func.count()).select_from(READING).where(READING.c.is_new)) or 0


_BOSS = READING.alias("boss")


def _newcomers(work: Work, last: int) -> Any:
    mine = and_(
        _BOSS.c.dn_digest == READING.c.manager_dn_digest,
        _BOSS.c.is_new,
        ~is_gone(work, _BOSS),
        _BOSS.c.number != READING.c.number,
    )
    return (
        select(*_newcomer(work, last).values())
        .select_from(READING)
        .outerjoin(Department, Department.key == READING.c.department_key)
        .outerjoin(_BOSS, mine)
        .where(READING.c.is_new)
    )


def _newcomer(work: Work, last: int) -> dict[str, ColumnElement[Any]]:
    """Who is shut out from the start has left without having been here."""
    has_ended = READING.c.leaves_on < work.today
    left_on = case((has_ended, READING.c.leaves_on), (READING.c.is_disabled, literal(work.today)), else_=null())
    state = case(
        (has_ended, PersonState.LEFT.value),
        (READING.c.is_disabled, PersonState.DISABLED.value),
        else_=PersonState.ACTIVE.value,
    )
    same = ("directory_id", "login", "login_key", "name", "mail", "leaves_on", *ENTRY)
    return {
        "id": literal(last) + READING.c.number,
        "department_id": Department.id.expression,
        "manager_id": literal(last) + _BOSS.c.number,
        "state": state,
        "left_on": left_on,
        **{column: READING.c[column] for column in same},
    }


ENTRY = ("entry_digest", "dn_digest", "manager_dn_digest", "primary_group")
"""What is kept of the entry itself."""


def keep_entries(session: Session) -> None:
    """Note of everybody known what was read of the entry, so that it is unchanged the next time."""
    same = Person.directory_id == READING.c.directory_id, ~READING.c.is_new
    session.execute(
        update(Person).where(*same).values({column: READING.c[column] for column in ENTRY}),
        execution_options={"synchronize_session": False},
    )
    # A name that is now somebody else's means its former holder no more.
    staged, names = select(READING.c.directory_id), select(READING.c.dn_digest)
    lost = Person.dn_digest.in_(names), Person.directory_id.not_in(staged)
    session.execute(
        update(Person).where(*lost).values(dn_digest=None, entry_digest=None),
        execution_options={"synchronize_session": False},
    )


def follow_managers(session: Session) -> None:
    """Let people whose own entry was not read keep a manager whose entry has another name now.

    Servers mend such names without a mark on the entry that bears them (refint, links of Active Directory), so that
    reading changes alone would never tell. To be done before `keep_entries`.
    """
    boss = aliased(Person)
    renamed = (
        select(boss.dn_digest)
        .join(READING, READING.c.directory_id == boss.directory_id)
        .where(boss.dn_digest.is_not(None), boss.dn_digest != READING.c.dn_digest)
    )
    now = select(READING.c.dn_digest).join(boss, READING.c.directory_id == boss.directory_id)
    theirs = boss.dn_digest == Person.manager_dn_digest
    untold = Person.directory_id.not_in(select(READING.c.directory_id))
    session.execute(
        update(Person)
        .where(Person.manager_dn_digest.in_(renamed), untold)
        .values(manager_dn_digest=now.where(theirs).limit(1).correlate(Person).scalar_subquery()),
        execution_options={"synchronize_session": False},
    )


def park_logins(session: Session) -> None:
    """Take away the logins of staged people who get another, so that two who change theirs with each other can.

    A key with a blank in front is nobody's.
    """
    parked = cast(literal(" "), String) + cast(Person.id, String)
    changing = Person.directory_id == READING.c.directory_id, Person.login_key != READING.c.login_key
    session.execute(
        update(Person).where(*changing).values(login_key=parked), execution_options={"synchronize_session": False}
    )


def outcomes(session: Session, work: Work) -> Iterator[list[tuple[Row[*tuple[Any, ...]], Outcome]]]:
    """What the reading makes of everybody known, batch by batch: rows as they are, with what becomes of them."""
    places = dict(session.execute(select(Department.key, Department.id)).all())
    told = ("login", "login_key", "name", "mail", "is_disabled", "leaves_on")
    labels = [READING.c[column].label(f"told_{column}") for column in (*told, "department_key")]
    known = select(*HELD, *labels).join(READING, READING.c.directory_id == Person.directory_id)
    last = session.scalar(select(func.max(READING.c.number)).where(~READING.c.is_new)) or 0
    for start in range(0, last, BATCH):
        batch = known.where(~READING.c.is_new, READING.c.number > start, READING.c.number <= start + BATCH)
        yield [(row, outcome(row, _told(row, places), work.today)) for row in session.execute(batch)]


def _told(row: Any, places: dict[str, int]) -> Told:
    return Told(
        login=row.told_login,
        login_key=row.told_login_key,
        name=row.told_name,
        mail=row.told_mail,
        department_id=places.get(row.told_department_key),
        is_disabled=row.told_is_disabled,
        leaves_on=row.told_leaves_on,
    )


def keep_managers(session: Session) -> list[Row[int, int | None, int | None, str, str]]:
    """Let everybody's manager be who the entry names, if that is somebody else who works here.

    Returns whose manager has changed: id, manager before and now, login and name.
    """
    boss = aliased(Person)
    works_here = as_value(boss.state) == PersonState.ACTIVE
    named = (boss.dn_digest == Person.manager_dn_digest) & works_here & (boss.id != Person.id)
    other = Person.manager_id.is_distinct_from(boss.id)
    # Whose entry is gone keeps the manager they had: nobody tells of it any more.
    is_told = Person.dn_digest.is_not(None) & Person.missing_since.is_(None)
    wrong = select(Person.id, Person.manager_id, boss.id, Person.login, Person.name)
    rows = session.execute(wrong.outerjoin(boss, named).where(other, is_told)).all()
    for some in chunks([{"id": row[0], "manager_id": row[2]} for row in rows]):
        session.execute(update(Person), list(some))
    return list(rows)
