"""Owners may answer that what a campaign asks for cannot be done: it is to be settled, too."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

INDEX, TABLE = "ix_campaign_item_to_settle", "campaign_item"
BEFORE = "answer IN ('correction', 'hand_over', 'retire') AND settled_at IS NULL"
AFTER = "answer IN ('correction', 'hand_over', 'retire', 'cannot') AND settled_at IS NULL"


def upgrade() -> None:
    _index_anew(AFTER)


def downgrade() -> None:
    # What communications have to settle stays so, by the nearest name that was known.
    op.execute("UPDATE campaign_item SET answer = 'correction' WHERE answer = 'cannot'")
    _index_anew(BEFORE)


def _index_anew(condition: str) -> None:
    where = sa.text(condition)
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, ["campaign_id"], sqlite_where=where, postgresql_where=where)
