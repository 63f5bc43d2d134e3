"""Runs the migrations on the database named by the caller (govdesk/schema.py)."""

from alembic import context
from sqlalchemy import Connection, create_engine, event

from govdesk.db import Base, connect
from govdesk.tables import ALL_TABLES, is_ours

assert ALL_TABLES is Base.metadata
url = context.config.attributes["url"]


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=is_ours,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite() -> None:
    # Foreign keys OFF: batch mode rebuilds tables, and dropping the old one with
    # keys enforced would delete every row that refers to it ON DELETE CASCADE.
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _plain(connection, _record):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA busy_timeout = 20000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.connect() as connection:
        run(connection)
        connection.rollback()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")
    engine.dispose()


if url.startswith("sqlite"):
    run_on_sqlite()
else:
    server = connect(url)
    with server.connect() as opened:
        run(opened)
    server.dispose()
