"""Every synchronisation with the directory is on record, and leavers and movers are told of once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("leaves_on", sa.Date()))
        table.add_column(sa.Column("missing_since", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("entry_digest", sa.LargeBinary(length=16)))
        table.add_column(sa.Column("dn_digest", sa.LargeBinary(length=16)))
        table.add_column(sa.Column("manager_dn_digest", sa.LargeBinary(length=16)))
        table.add_column(sa.Column("primary_group", sa.Integer()))
        table.create_index("ix_person_dn_digest", ["dn_digest"])
    with op.batch_alter_table("department") as table:
        table.add_column(sa.Column("unit_id", sa.String(length=64)))
        table.add_column(sa.Column("number", sa.String(length=64)))
        table.create_unique_constraint("uq_department_unit_id", ["unit_id"])
        table.create_unique_constraint("uq_department_number", ["number"])
    op.create_table(
        "directory_reading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("directory_id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("login_key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("mail", sa.String(length=254)),
        sa.Column("department_key", sa.String(length=200), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("leaves_on", sa.Date()),
        sa.Column("entry_digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dn_digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("manager_dn_digest", sa.LargeBinary(length=16)),
        sa.Column("primary_group", sa.Integer()),
    )
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
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(length=1000)),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("mark", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sync_run"),
    )
    with op.batch_alter_table("sync_run") as table:
        table.create_index("ix_sync_run_began_at", ["began_at"])
        table.create_index(
            "uq_sync_run_running",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )


def downgrade() -> None:
    op.drop_table("sync_run")
    op.drop_table("person_change")
    op.drop_table("directory_reading")
    with op.batch_alter_table("department") as table:
        table.drop_constraint("uq_department_number", type_="unique")
        table.drop_constraint("uq_department_unit_id", type_="unique")
        table.drop_column("number")
        table.drop_column("unit_id")
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_dn_digest")
        table.drop_column("primary_group")
        table.drop_column("manager_dn_digest")
        table.drop_column("dn_digest")
        table.drop_column("entry_digest")
        table.drop_column("missing_since")
        table.drop_column("leaves_on")
