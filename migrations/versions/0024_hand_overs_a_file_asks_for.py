"""A file brought in on the command line asks for hand-overs, too: then nobody opened their batch."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    with op.batch_alter_table("handover_batch") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute(
        "UPDATE handover SET batch_id = NULL"
        " WHERE batch_id IN (SELECT id FROM handover_batch WHERE opened_by_id IS NULL)"
    )
    op.execute("DELETE FROM handover_batch WHERE opened_by_id IS NULL")
    with op.batch_alter_table("handover_batch") as table:
        table.alter_column("opened_by_id", existing_type=sa.Integer(), nullable=False)
