"""Security schedules rotations of credentials; custodians record them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "rotation_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=80), nullable=False),
        sa.Column("every_days", sa.Integer()),
        sa.Column("due_on", sa.Date()),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("responsible_id", sa.Integer()),
        sa.Column("rotated_on", sa.Date()),
        sa.Column("stage", sa.String(length=40)),
        sa.Column("remind_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_days > 0", name="ck_rotation_schedule_every_days"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_rotation_schedule_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["responsible_id"], ["person.id"], name="fk_rotation_schedule_responsible_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_schedule"),
        sa.UniqueConstraint("account_id", "credential", name="uq_rotation_schedule_account_id_credential"),
    )
    with op.batch_alter_table("rotation_schedule") as table:
        table.create_index("ix_rotation_schedule_due_on", ["due_on"])
        table.create_index(
            "ix_rotation_schedule_remind",
            ["remind_at"],
            sqlite_where=sa.text("remind_at IS NOT NULL"),
            postgresql_where=sa.text("remind_at IS NOT NULL"),
        )
        table.create_index("ix_rotation_schedule_responsible_id", ["responsible_id"])
    op.create_table(
        "rotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("rotated_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("was_due_on", sa.Date()),
        sa.Column("form_key", sa.String(length=40)),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rotation_by_id_person"),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["rotation_schedule.id"],
            name="fk_rotation_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rotation"),
        sa.UniqueConstraint("form_key", name="uq_rotation_form_key"),
    )
    with op.batch_alter_table("rotation") as table:
        table.create_index("ix_rotation_by_id", ["by_id"])
        table.create_index("ix_rotation_schedule_id", ["schedule_id"])


def downgrade() -> None:
    op.drop_table("rotation")
    op.drop_table("rotation_schedule")
