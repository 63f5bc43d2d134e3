"""Accounts of an owner and of a department are found in their indexes alone."""

from alembic import op

revision = "0025"
down_revision = "0024"

ACCOUNT, OWNERSHIP = "social_account", "ownership"
INSTEAD = (
    (ACCOUNT, "ix_social_account_owner_id", ["owner_id"], "ix_social_account_by_owner", ["owner_id", "state", "id"]),
    (
        OWNERSHIP,
        "ix_ownership_department_id",
        ["department_id"],
        "ix_ownership_by_department",
        ["department_id", "account_id"],
    ),
)
"""Table, the index it had and its columns, the one in its place and its columns."""


def upgrade() -> None:
    for table, old, _had, new, has in INSTEAD:
        op.create_index(new, table, has)
        op.drop_index(old, table)


def downgrade() -> None:
    for table, old, had, new, _has in INSTEAD:
        op.create_index(old, table, had)
        op.drop_index(new, table)
