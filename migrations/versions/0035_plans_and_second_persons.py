"""A plan for many accounts is kept, so that it can be taken back; who is asked as second person is asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

MOMENT = sa.DateTime(timezone=True)
ASKED = sa.text("ask_again_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rotation_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("credential", sa.String(length=80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("every_days", sa.Integer()),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500)),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_by_id", sa.Integer()),
        sa.Column("undone_because", sa.String(length=500)),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rotation_plan_by_id_person"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name="fk_rotation_plan_undone_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_plan"),
        sa.UniqueConstraint("form_key", name="uq_rotation_plan_form_key"),
    )
    for column in ("by_id", "undone_by_id"):
        op.create_index(f"ix_rotation_plan_{column}", "rotation_plan", [column])
    op.create_table(
        "rotation_plan_line",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("was_on", sa.Date()),
        sa.Column("was_every_days", sa.Integer()),
        sa.Column("was_by_hand", sa.Boolean(), nullable=False),
        sa.Column("was_planned_by", sa.String(length=80)),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["rotation_plan.id"], name="fk_rotation_plan_line_plan_id_rotation_plan", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_plan_line_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "schedule_id", name="pk_rotation_plan_line"),
    )  # fmt: skip
    op.create_index("ix_rotation_plan_line_schedule_id", "rotation_plan_line", ["schedule_id"])
    with op.batch_alter_table("rotation_work") as table:
        table.add_column(sa.Column("ask_again_at", MOMENT))
    op.create_index(
        "ix_rotation_work_ask_again", "rotation_work", ["ask_again_at"], sqlite_where=ASKED, postgresql_where=ASKED
    )
    op.execute(
        "UPDATE rotation_work SET ask_again_at = said_at"
        " WHERE rotation_id IS NULL AND said_at IS NOT NULL AND refusal IS NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_rotation_work_ask_again", "rotation_work")
    with op.batch_alter_table("rotation_work") as table:
        table.drop_column("ask_again_at")
    op.drop_table("rotation_plan_line")
    op.drop_table("rotation_plan")
