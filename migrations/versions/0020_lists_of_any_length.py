"""A register of any size is listed, sorted and searched by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

INDEXES = {
    "ix_social_account_by_name": ["name_key", "id"],
    "ix_social_account_by_handle": ["handle_key", "id"],
    "ix_social_account_by_platform": ["platform", "handle_key", "id"],
    "ix_social_account_by_state": ["state", "handle_key", "id"],
    "ix_social_account_by_department": ["accountable_id", "handle_key", "id"],
}
NEVER_AGAIN = {"sqlite_autoincrement": True}
"""The id of an account that was taken back must not come again."""
SEARCHED = ("handle", "name", "url")


def upgrade() -> None:
    with op.batch_alter_table("social_account", table_kwargs=NEVER_AGAIN) as table:
        table.add_column(sa.Column("handle_key", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("name_key", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("accountable_id", sa.Integer()))
        table.create_foreign_key(
            "fk_social_account_accountable_id_department", "department", ["accountable_id"], ["id"]
        )
    op.execute(
        "UPDATE social_account SET accountable_id = (SELECT department_id FROM ownership"
        " WHERE ownership.account_id = social_account.id AND ownership.position = 0)"
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "social_account", columns)
    with op.batch_alter_table("former_handle") as table:
        table.add_column(sa.Column("handle_key", sa.String(length=300), nullable=False, server_default=""))
        table.create_index("ix_former_handle_handle_key", ["handle_key"])
    _fold("social_account", "handle", "name")
    _fold("former_handle", "handle")
    op.create_index("ix_person_state", "person", ["state"])
    op.create_index("ix_department_name", "department", ["name", "id"])
    if op.get_bind().dialect.name == "sqlite":
        _search_on_sqlite()
    else:
        _search_on_postgresql()


def _fold(table: str, *names: str) -> None:
    """Fill the keys; databases differ in which letters they can fold."""
    rows = sa.table(
        table, sa.column("id"), *(sa.column(name) for name in (*names, *(f"{name}_key" for name in names)))
    )
    connection = op.get_bind()
    there = connection.execute(sa.select(rows.c.id, *(rows.c[name] for name in names))).all()
    keys = [{"key": row.id} | {f"{name}_key": getattr(row, name).casefold()[:300] for name in names} for row in there]
    if keys:
        connection.execute(sa.update(rows).where(rows.c.id == sa.bindparam("key")), keys)


def _search_on_sqlite() -> None:
    """Three letters in a row, wherever they stand, by FTS5; triggers keep it, whoever writes.

    Batch mode drops the triggers of a table that it rebuilds: a later migration of that kind makes them anew.
    """
    listed, new, old = (", ".join(f"{mark}{name}" for name in SEARCHED) for mark in ("", "new.", "old."))
    op.execute(
        f"CREATE VIRTUAL TABLE social_account_search USING fts5({listed}, content='social_account',"
        " content_rowid='id', tokenize='trigram')"
    )
    into = "INSERT INTO social_account_search"
    put = f"{into} (rowid, {listed}) VALUES (new.id, {new});"
    take = f"{into} (social_account_search, rowid, {listed}) VALUES ('delete', old.id, {old});"
    for name, moment, act in (
        ("put", "AFTER INSERT", put),
        ("take", "AFTER DELETE", take),
        ("change", f"AFTER UPDATE OF {listed}", take + put),
    ):
        op.execute(f"CREATE TRIGGER social_account_search_{name} {moment} ON social_account BEGIN {act} END")
    op.execute("INSERT INTO social_account_search (social_account_search) VALUES ('rebuild')")


def _search_on_postgresql() -> None:
    """Likewise by pg_trgm, which comes with PostgreSQL; without it only searching a long list takes longer."""
    there = op.get_bind().execute(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")).scalar()
    if there and _has_trigrams():
        op.execute(
            "CREATE INDEX social_account_search ON social_account USING gin"
            " (handle_key gin_trgm_ops, name_key gin_trgm_ops, lower(url) gin_trgm_ops)"
        )


def _has_trigrams() -> bool:
    """Making an extension takes a right on the database that its owner has."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.ProgrammingError:
        return False
    return True


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("put", "take", "change"):
            op.execute(f"DROP TRIGGER social_account_search_{name}")
        op.execute("DROP TABLE social_account_search")
    else:
        op.execute("DROP INDEX IF EXISTS social_account_search")
    op.drop_index("ix_department_name", "department")
    op.drop_index("ix_person_state", "person")
    with op.batch_alter_table("former_handle") as table:
        table.drop_index("ix_former_handle_handle_key")
        table.drop_column("handle_key")
    for name in INDEXES:
        op.drop_index(name, "social_account")
    with op.batch_alter_table("social_account", table_kwargs=NEVER_AGAIN) as table:
        table.drop_constraint("fk_social_account_accountable_id_department", type_="foreignkey")
        table.drop_column("accountable_id")
        table.drop_column("name_key")
        table.drop_column("handle_key")
