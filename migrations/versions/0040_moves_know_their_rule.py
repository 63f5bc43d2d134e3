"""A move knows by which rule the day stood that it took away, so that taking it back gives it back to the rule."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    # Of moves before this nobody knows: they stay as they were taken back so far, by hand.
    op.add_column("rotation_move", sa.Column("was_by_hand", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("rotation_move", sa.Column("was_planned_by", sa.String(80)))


def downgrade() -> None:
    with op.batch_alter_table("rotation_move") as move:
        move.drop_column("was_planned_by")
        move.drop_column("was_by_hand")
