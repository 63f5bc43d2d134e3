"""Adding rows of notices, and taking up again those that stand for a cancelled one: a key exists once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, bindparam, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk.notify.models import Notice, NoticeState

Row = dict[str, Any]
"""Of `notify.notice_row`."""

TAKEN_UP = ("context", "state", "is_urgent", "due_at", "send_at", "parcel_id", "attempts")
"""What changes when a cancelled notice is owed again; its key stays."""
GIVEN = ("key", "kind", "stage", "subject_type", "subject_id", "person_id", "department_id", *TAKEN_UP)


def add(session: Session, row: Row) -> bool:
    """False when its key is known already, and not of a cancelled notice."""
    insert = _taking_up(postgresql.insert if _is_postgresql(session) else sqlite.insert)
    return session.scalar(insert.values(**row).returning(Notice.id)) is not None


def add_all(session: Session, rows: Sequence[Row]) -> None:
    """The same in one go; no key may stand twice among them."""
    if not _is_postgresql(session):
        session.connection().execute(_taking_up(sqlite.insert), rows)
        return
    session.connection().execute(_by_columns(), {_array(name): [row[name] for row in rows] for name in GIVEN})


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _taking_up(insert: Any) -> Any:
    statement = insert(Notice)
    return statement.on_conflict_do_update(
        index_elements=[Notice.key],
        set_={name: statement.excluded[name] for name in TAKEN_UP},
        where=Notice.state == NoticeState.CANCELLED,
    )


@cache
def _by_columns() -> Insert:
    """One array for each column: a row costs a fraction of what it does in a statement of its own."""
    columns = [Notice.__table__.c[name] for name in GIVEN]
    arrays = [bindparam(_array(one.name), type_=postgresql.ARRAY(one.type)) for one in columns]
    given = func.unnest(*arrays).table_valued(*(column(one.name, one.type) for one in columns), name="given")
    given = given.render_derived()
    statement: Insert = _taking_up(postgresql.insert).from_select(GIVEN, select(*given.c))
    return statement


def _array(name: str) -> str:
    # A statement's own columns have these names to themselves.
    return f"all_{name}"
