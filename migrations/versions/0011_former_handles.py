"""An account keeps its platform's own id and the handles it had before, so that a renamed account stays one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("social_account") as table:
        table.add_column(sa.Column("platform_id", sa.String(length=200)))
        table.create_index(
            "uq_social_account_platform_id",
            ["platform", "platform_id"],
            unique=True,
            sqlite_where=sa.text("platform_id IS NOT NULL"),
            postgresql_where=sa.text("platform_id IS NOT NULL"),
        )
    op.create_table(
        "former_handle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=500), nullable=False),
        sa.Column("handle", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("until_on", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_former_handle_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_former_handle"),
        sa.UniqueConstraint("account_id", "identity", name="uq_former_handle_account_id_identity"),
    )
    with op.batch_alter_table("former_handle") as table:
        table.create_index("ix_former_handle_identity", ["identity"])


def downgrade() -> None:
    op.drop_table("former_handle")
    with op.batch_alter_table("social_account") as table:
        table.drop_index("uq_social_account_platform_id")
        table.drop_column("platform_id")
