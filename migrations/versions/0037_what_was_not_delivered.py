"""Notices that were given up are found without looking through all."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

FAILED = sa.text("state = 'failed'")


def upgrade() -> None:
    op.create_index("ix_notice_failed", "notice", ["due_at"], sqlite_where=FAILED, postgresql_where=FAILED)


def downgrade() -> None:
    op.drop_index("ix_notice_failed", "notice")
