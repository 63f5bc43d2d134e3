"""Reminders to many people that concern no single account."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audience_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=3000), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.Integer()),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("made_by_id", sa.Integer()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("last_on", sa.Date()),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'department') = (department_id IS NOT NULL)",
            name="ck_audience_reminder_department_of_its_own",
        ),
        sa.CheckConstraint("every >= 1", name="ck_audience_reminder_goes_forward"),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name="fk_audience_reminder_department_id_department"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_audience_reminder_made_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_audience_reminder"),
        sa.UniqueConstraint("form_key", name="uq_audience_reminder_form_key"),
        sqlite_autoincrement=True,
    )
    for column in ("department_id", "made_by_id", "next_at"):
        op.create_index(f"ix_audience_reminder_{column}", "audience_reminder", [column])


def downgrade() -> None:
    # What they owed is told nobody knows how any more.
    op.execute("DELETE FROM notice WHERE kind = 'audience_reminder' AND state = 'owed' AND parcel_id IS NULL")
    op.drop_table("audience_reminder")
