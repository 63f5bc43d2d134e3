"""The steps of a change are kept while it is done, with what its doer attests and who confirms it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

UNDER_WAY = sa.text("rotation_id IS NULL")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rotation_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("said_by_id", sa.Integer()),
        sa.Column("said_at", MOMENT),
        sa.Column("rotated_on", sa.Date()),
        sa.Column("rotated_at", MOMENT),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("later", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300)),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("second_id", sa.Integer()),
        sa.Column("second_at", MOMENT),
        sa.Column("refusal", sa.String(length=500)),
        sa.Column("rotation_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_work_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name="fk_rotation_work_said_by_id_person"),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name="fk_rotation_work_second_id_person"),
        sa.ForeignKeyConstraint(
            ["rotation_id"], ["rotation.id"], name="fk_rotation_work_rotation_id_rotation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_work"),
        sa.UniqueConstraint("form_key", name="uq_rotation_work_form_key"),
        sa.UniqueConstraint("rotation_id", name="uq_rotation_work_rotation_id"),
    )  # fmt: skip
    for column in ("schedule_id", "said_by_id", "second_id"):
        op.create_index(f"ix_rotation_work_{column}", "rotation_work", [column])
    where = {"sqlite_where": UNDER_WAY, "postgresql_where": UNDER_WAY}
    op.create_index("uq_rotation_work_under_way", "rotation_work", ["schedule_id"], unique=True, **where)
    op.create_table(
        "rotation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("not_needed", sa.String(length=300)),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rotation_step_by_id_person"),
        sa.ForeignKeyConstraint(
            ["work_id"], ["rotation_work.id"], name="fk_rotation_step_work_id_rotation_work", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_step"),
        sa.UniqueConstraint("work_id", "step", name="uq_rotation_step_work_id_step"),
    )
    op.create_index("ix_rotation_step_by_id", "rotation_step", ["by_id"])


def downgrade() -> None:
    op.drop_table("rotation_step")
    op.drop_table("rotation_work")
