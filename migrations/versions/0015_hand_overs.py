"""Hand-overs between two parties, and exactly one accountable department of an account."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

IS_OPEN = sa.text("state IN ('listing', 'confirming', 'closing')")
PEOPLE = ("outgoing_id", "incoming_id", "owner_id", "deputy_id", "opened_by_id", "listed_by_id", "ended_by_id")
INDEXED = ("outgoing_id", "incoming_id")


def upgrade() -> None:
    first = sa.text("position = 0")
    with op.batch_alter_table("ownership") as table:
        table.create_index(
            "uq_ownership_accountable", ["account_id"], unique=True, sqlite_where=first, postgresql_where=first
        )
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in PEOPLE if name != "incoming_id"),
        sa.Column("incoming_id", sa.Integer(), nullable=False),
        sa.Column("department_ids", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=500)),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True)),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_reason", sa.String(length=500)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_handover_account_id_social_account", ondelete="CASCADE"
        ),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=f"fk_handover_{name}_person") for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    with op.batch_alter_table("handover") as table:
        table.create_index("ix_handover_account_id", ["account_id"])
        for name in INDEXED:
            table.create_index(f"ix_handover_{name}", [name])
        table.create_index("ix_handover_open", ["changed_at"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
        table.create_index(
            "uq_handover_open", ["account_id"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        )


def downgrade() -> None:
    op.drop_table("handover")
    with op.batch_alter_table("ownership") as table:
        table.drop_index("uq_ownership_accountable")
