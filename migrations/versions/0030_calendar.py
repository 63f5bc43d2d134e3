"""The calendar: days are moved for a reason, who opens a page of what is due is known, periods are looked ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

MOMENT = sa.DateTime(timezone=True)
REPEATED = sa.text("every_days IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rotation_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("was_on", sa.Date()),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rotation_move_by_id_person"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_move_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_move"),
        sa.UniqueConstraint("form_key", "schedule_id", name="uq_rotation_move_form_key_schedule_id"),
    )  # fmt: skip
    op.create_index("ix_rotation_move_schedule_id", "rotation_move", ["schedule_id"])
    op.create_index("ix_rotation_move_by_id", "rotation_move", ["by_id"])
    op.create_table(
        "rotation_opening",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rotation_opening_person_id_person"),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_opening_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("schedule_id", "opened_on", "person_id", name="pk_rotation_opening"),
    )  # fmt: skip
    op.create_index("ix_rotation_opening_person_id", "rotation_opening", ["person_id"])
    op.create_index(
        "ix_rotation_schedule_repeated", "rotation_schedule", ["every_days", "due_on"],
        sqlite_where=REPEATED, postgresql_where=REPEATED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_rotation_schedule_repeated", "rotation_schedule")
    op.drop_table("rotation_opening")
    op.drop_table("rotation_move")
