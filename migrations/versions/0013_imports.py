"""An import remembers its source, what became of each row, and can be undone; ids of accounts never come back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("account_import") as table:
        table.add_column(sa.Column("source", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("is_whole", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("sheet", sa.String(length=100), nullable=False, server_default=""))
        table.add_column(sa.Column("meanings", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("choices", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("finished_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("undone_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("undone_by_id", sa.Integer()))
        table.add_column(sa.Column("undone", sa.JSON(), nullable=False, server_default="{}"))
        table.create_foreign_key("fk_account_import_undone_by_id_person", "person", ["undone_by_id"], ["id"])
        table.create_index("ix_account_import_source", ["source"])
    # What waited for a decision was kept in another form; it is looked at again.
    op.execute("DELETE FROM account_import WHERE applied_at IS NULL")
    op.execute("UPDATE account_import SET finished_at = applied_at")
    with op.batch_alter_table("account_import") as table:
        for column in ("source", "is_whole", "sheet", "meanings", "choices", "undone"):
            table.alter_column(column, server_default=None)
    # The trail speaks of accounts by id: an account that is taken back must not leave its id to another.
    # PostgreSQL's sequences never give a number twice; SQLite has to be told.
    if op.get_bind().dialect.name == "sqlite":
        told = {"sqlite_autoincrement": True}
        with op.batch_alter_table("social_account", recreate="always", table_kwargs=told):
            pass
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("record", sa.String(length=100), nullable=False),
        sa.Column("first_number", sa.Integer()),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changes", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_import_row_account_id_social_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["account_import.id"], name="fk_import_row_import_id_account_import", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_row"),
    )
    with op.batch_alter_table("import_row") as table:
        table.create_index("ix_import_row_account_id", ["account_id"])
        table.create_index("ix_import_row_import_id_outcome", ["import_id", "outcome", "id"])


def downgrade() -> None:
    op.drop_table("import_row")
    with op.batch_alter_table("account_import") as table:
        table.drop_index("ix_account_import_source")
        table.drop_constraint("fk_account_import_undone_by_id_person", type_="foreignkey")
        for column in ("undone", "undone_by_id", "undone_at", "finished_at", "choices", "meanings", "sheet"):
            table.drop_column(column)
        for column in ("is_whole", "source"):
            table.drop_column(column)
