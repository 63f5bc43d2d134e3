"""Rules decide when credentials fall due: by how risky an account is, in numbered versions that say who made them.

A day that stands in the calendar now was set by somebody, and stays theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("social_account") as table:
        table.add_column(sa.Column("tier", sa.String(length=40), nullable=False, server_default="standard"))
        table.create_index("ix_social_account_by_tier", ["tier", "id"])
    with op.batch_alter_table("rotation_schedule") as table:
        table.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("planned_by", sa.String(length=80)))
    schedules = sa.table("rotation_schedule", sa.column("calendar_on", sa.Date()), sa.column("by_hand", sa.Boolean()))
    op.execute(sa.update(schedules).where(schedules.c.calendar_on.is_not(None)).values(by_hand=True))
    op.create_table(
        "rotation_policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500)),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("planned_on", sa.Date()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_rotation_policy_version_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_policy_version"),
        sa.UniqueConstraint("number", name="uq_rotation_policy_version_number"),
    )
    op.create_index("ix_rotation_policy_version_by_id", "rotation_policy_version", ["by_id"])


def downgrade() -> None:
    op.drop_table("rotation_policy_version")
    with op.batch_alter_table("rotation_schedule") as table:
        table.drop_column("planned_by")
        table.drop_column("by_hand")
    # Never rebuilt: on SQLite the triggers that keep the search would go with the old table.
    with op.batch_alter_table("social_account", recreate="never") as table:
        table.drop_index("ix_social_account_by_tier")
        table.drop_column("tier")
