"""Adding rows of notices, and taking up again those that stand for a cancelled one: a key exists once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk.notify.columns import in_columns, is_postgresql, rows_of, table_of
from govdesk.notify.models import Notice, NoticeState

Row = dict[str, Any]
"""Of `notify.notice_row`."""

TAKEN_UP = ("context", "state", "is_urgent", "due_at", "send_at", "parcel_id", "attempts")
"""What changes when a cancelled notice is owed again; its key stays."""
GIVEN = ("key", "kind", "stage", "subject_type", "subject_id", "person_id", "department_id", *TAKEN_UP)


def add(session: Session, row: Row) -> bool:
    """False when its key is known already, and not of a cancelled notice."""
    insert = _taking_up(postgresql.insert if is_postgresql(session) else sqlite.insert)
    return session.scalar(insert.values(**row).returning(Notice.id)) is not None


def add_all(session: Session, rows: Sequence[Row]) -> None:
    """The same in one go; no key may stand twice among them."""
    if not is_postgresql(session):
        session.connection().execute(_taking_up(sqlite.insert), rows)
        return
    session.connection().execute(_together(), in_columns(GIVEN, rows))


def _taking_up(insert: Any) -> Any:
    statement = insert(Notice)
    return statement.on_conflict_do_update(
        index_elements=[Notice.key],
        set_={name: statement.excluded[name] for name in TAKEN_UP},
        where=Notice.state == NoticeState.CANCELLED,
    )


@cache
def _together() -> Insert:
    given = rows_of(table_of(Notice), GIVEN)
    statement: Insert = _taking_up(postgresql.insert).from_select(GIVEN, select(*given.c))
    return statement
