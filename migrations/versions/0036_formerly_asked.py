"""Who was asked for a change before others were."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "rotation_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_asked_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rotation_asked_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_asked"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in ("schedule_id", "person_id"):
        op.create_index(f"ix_rotation_asked_{column}", "rotation_asked", [column])


def downgrade() -> None:
    op.drop_table("rotation_asked")
