"""A long import is read and brought in by the worker; how far it is, and one that was cut off goes on from there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("account_import") as table:
        table.add_column(sa.Column("awaits", sa.String(length=40)))
        table.add_column(sa.Column("asked_by_id", sa.Integer()))
        table.add_column(sa.Column("went_on_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("rows_done", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("rows_total", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("failure", sa.String(length=500), nullable=False, server_default=""))
        table.create_foreign_key("fk_account_import_asked_by_id_person", "person", ["asked_by_id"], ["id"])
    with op.batch_alter_table("account_import") as table:
        table.alter_column("rows_done", server_default=None)
        table.alter_column("rows_total", server_default=None)
        table.alter_column("failure", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("account_import") as table:
        table.drop_constraint("fk_account_import_asked_by_id_person", type_="foreignkey")
        for name in ("failure", "rows_total", "rows_done", "went_on_at", "asked_by_id", "awaits"):
            table.drop_column(name)
