"""Many rows in one statement.

On PostgreSQL they travel as one array for each column: a parameter for each value costs several times as much.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, TableValuedAlias, Update, bindparam, column, func, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from govdesk.db import Base

Row = Mapping[str, Any]


def is_postgresql(session: Session) -> bool:
    """Whether the database takes arrays."""
    return session.get_bind().dialect.name == "postgresql"


def table_of(kind: type[Base]) -> Table:
    """For statements that need not know of objects."""
    return kind.metadata.tables[kind.__tablename__]


def rows_of(table: Table, names: Iterable[str]) -> TableValuedAlias:
    """What `in_columns` sends for these columns, as a table that a statement can read from."""
    columns = [table.c[name] for name in names]
    arrays = [bindparam(_array(one.name), type_=postgresql.ARRAY(one.type)) for one in columns]
    given = func.unnest(*arrays).table_valued(*(column(one.name, one.type) for one in columns), name="given")
    return given.render_derived()


def in_columns(names: Iterable[str], rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The parameters of a statement that has `rows_of` these columns."""
    return {_array(name): [row[name] for row in rows] for name in names}


def change_each(session: Session, kind: type[Base], rows: Sequence[Row]) -> None:
    """Each row has its `id` and what is to stand in its other columns, the same in all.

    Objects that are mapped to these rows do not learn of it.
    """
    if not rows:
        return
    table, names = table_of(kind), tuple(rows[0])
    if is_postgresql(session):
        session.connection().execute(_change_together(table, names), in_columns(names, rows))
    else:
        each = [{"this": row["id"], **{name: row[name] for name in names if name != "id"}} for row in rows]
        session.connection().execute(update(table).where(table.c.id == bindparam("this")), each)


@cache
def _change_together(table: Table, names: tuple[str, ...]) -> Update:
    given = rows_of(table, names)
    values = {name: given.c[name] for name in names if name != "id"}
    return update(table).where(table.c.id == given.c.id).values(values)


def _array(name: str) -> str:
    # A statement's own columns have these names to themselves.
    return f"all_{name}"
