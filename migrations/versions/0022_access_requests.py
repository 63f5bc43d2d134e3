"""Requests are also about access to an account: whose, and a first approval by the owner."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

STATES = "'department', 'comms', 'security', 'returned', 'approved'"
WITHOUT_OWNER = sa.text(f"state IN ({STATES})")
WITH_OWNER = sa.text(f"state IN ('owner', {STATES})")
PERSON = "fk_account_request_person_id_person"


def upgrade() -> None:
    _drop_open()
    with op.batch_alter_table("account_request") as table:
        table.add_column(sa.Column("person_id", sa.Integer()))
        table.create_foreign_key(PERSON, "person", ["person_id"], ["id"])
        table.create_index("ix_account_request_person_id", ["person_id"])
    _index_open(WITH_OWNER)


def downgrade() -> None:
    _drop_open()
    op.execute(
        "DELETE FROM account_request_step WHERE request_id IN"
        " (SELECT id FROM account_request WHERE kind IN ('grant', 'revoke'))"
    )
    op.execute("DELETE FROM account_request WHERE kind IN ('grant', 'revoke')")
    with op.batch_alter_table("account_request") as table:
        table.drop_index("ix_account_request_person_id")
        table.drop_constraint(PERSON, type_="foreignkey")
        table.drop_column("person_id")
    _index_open(WITHOUT_OWNER)


def _drop_open() -> None:
    op.drop_index("ix_account_request_open", "account_request")
    op.drop_index("uq_account_request_open", "account_request")


def _index_open(is_open: sa.TextClause) -> None:
    op.create_index(
        "ix_account_request_open", "account_request", ["changed_at"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index(
        "uq_account_request_open", "account_request", ["identity"], unique=True, sqlite_where=is_open,
        postgresql_where=is_open,
    )  # fmt: skip
