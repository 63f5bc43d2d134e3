"""People can be looked up by name among very many, and those whom the directory misses are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.create_index("ix_person_find", ["name", "id", "login_key", "state", "directory_id"])
        table.create_index(
            "ix_person_missing",
            ["missing_since"],
            sqlite_where=sa.text("missing_since IS NOT NULL"),
            postgresql_where=sa.text("missing_since IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_missing")
        table.drop_index("ix_person_find")
