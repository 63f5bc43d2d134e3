"""Every synchronisation with the directory is on record, and leavers and movers are told of once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("leaves_on", sa.Date()))
        table.add_column(sa.Column("missing_since", sa.DateTime(timezone=True)))
    op.create_table(
        "person_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("department_before_id", sa.Integer()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_change_person_id_person"),
        sa.ForeignKeyConstraint(
            ["department_before_id"], ["department.id"], name="fk_person_change_department_before_id_department"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_change"),
    )
    with op.batch_alter_table("person_change") as table:
        table.create_index("ix_person_change_person_id", ["person_id"])
        table.create_index(
            "ix_person_change_owed",
            ["tell_at"],
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )
    op.create_table(
        "sync_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("is_forced", sa.Boolean(), nullable=False),
        sa.Column("server", sa.String(length=300)),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(length=1000)),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sync_run"),
    )
    with op.batch_alter_table("sync_run") as table:
        table.create_index("ix_sync_run_began_at", ["began_at"])


def downgrade() -> None:
    op.drop_table("sync_run")
    op.drop_table("person_change")
    with op.batch_alter_table("person") as table:
        table.drop_column("missing_since")
        table.drop_column("leaves_on")
