"""People can be looked up by name among very many."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.create_index("ix_person_find", ["name", "id", "login_key", "state"])


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_find")
