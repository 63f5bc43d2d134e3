"""Writing very many rows: five times as fast as one statement a row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session
from sqlalchemy.schema import AddConstraint, DropConstraint

ROOM = -8_000
"""Kilobytes that SQLite may keep of its file, as it wants them written."""
MANY = 500
"""Rows that are worth doing something about."""


def insert_all(session: Session, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns, as the driver takes them."""
    connection = session.connection()
    names = ", ".join(column.name for column in table.columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


@contextmanager
def alone(session: Session) -> Iterator[None]:
    """Write people while nobody else does, with room for all of their indexes in memory.

    SQLite lets only one write anyway; readers go on on both.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE")
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {ROOM}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


def count_on_from(session: Session, table: str, last: int) -> None:
    """Let the database number the next row after `last`, which was given by hand; SQLite does so by itself."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")


@contextmanager
def filling(session: Session, table: Table, coming: int) -> Iterator[None]:
    """Write the first rows of a table, `coming` of them, and let its indexes be built of all at once.

    That takes a third of the time. On PostgreSQL nobody can read the table until the transaction ends, so it is for
    a table with next to nothing in it. Source: PostgreSQL's documentation, "Populating a Database".
    """
    connection = session.connection()
    few = (session.scalar(select(func.count()).select_from(table.select().limit(MANY).subquery())) or 0) < MANY
    if not few or coming < MANY:
        yield
        return
    on_postgresql = connection.dialect.name == "postgresql"
    keys = table.foreign_key_constraints if on_postgresql else ()
    for key in keys:
        connection.execute(DropConstraint(key))
    # Always in one order: SQLite prefers the one of two indexes that was made last.
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    for key in keys:
        connection.execute(AddConstraint(key, isolate_from_table=False))


def count_again(session: Session, table: str, written: int) -> None:
    """Let PostgreSQL look at a table after many rows were written, so that it does not join it row by row.

    It would find out by itself, but only after the transaction.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql" and written >= MANY:
        connection.exec_driver_sql(f"ANALYZE {table}")
