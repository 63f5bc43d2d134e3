"""The schedules of one account are found without looking through all: the two indexes on it hold a part each."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_index("ix_rotation_schedule_account_id", "rotation_schedule", ["account_id"])


def downgrade() -> None:
    op.drop_index("ix_rotation_schedule_account_id", "rotation_schedule")
