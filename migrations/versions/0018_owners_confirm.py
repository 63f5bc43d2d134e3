"""Owners confirm what they were named for, hand-overs come in batches and get unstuck, campaigns ask again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

OPEN = "state IN ('listing', 'confirming', 'closing')"


def upgrade() -> None:
    op.create_table(
        "owner_confirmation",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_owner_confirmation_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_owner_confirmation_person_id_person"),
        sa.PrimaryKeyConstraint("account_id", "person_id", name="pk_owner_confirmation"),
    )  # fmt: skip
    with op.batch_alter_table("owner_confirmation") as table:
        table.create_index("ix_owner_confirmation_person_id", ["person_id"])
    _take_over_what_was_said()
    op.create_table(
        "handover_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name="fk_handover_batch_opened_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_handover_batch"),
        sa.UniqueConstraint("form_key", name="uq_handover_batch_form_key"),
    )
    with op.batch_alter_table("handover_batch") as table:
        table.create_index("ix_handover_batch_opened_by_id", ["opened_by_id"])
    _widen_handovers()
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("asked_again_on", sa.Date()))
    with op.batch_alter_table("campaign_item") as table:
        table.add_column(sa.Column("wrong", sa.JSON()))


def _take_over_what_was_said() -> None:
    """Who took an account over in a hand-over, or confirmed it in a campaign, has said it already."""
    op.execute(
        "INSERT INTO owner_confirmation (account_id, person_id, confirmed_at) "
        "SELECT account_id, person_id, max(said_at) FROM ("
        "SELECT account_id, incoming_id AS person_id, confirmed_at AS said_at FROM handover "
        "WHERE state = 'closed' AND confirmed_at IS NOT NULL "
        "UNION ALL SELECT item.account_id, item.answered_by_id, item.answered_at FROM campaign_item AS item "
        "JOIN social_account AS account ON account.id = item.account_id "
        "WHERE item.answer = 'attested' AND item.answered_at IS NOT NULL "
        "AND item.answered_by_id IN (account.owner_id, account.deputy_id)"
        ") AS said GROUP BY account_id, person_id"
    )


def _widen_handovers() -> None:
    with op.batch_alter_table("handover") as table:
        table.drop_index("uq_handover_open")
        table.add_column(sa.Column("batch_id", sa.Integer()))
        table.add_column(sa.Column("only_confirms", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("nudge_on", sa.Date()))
        table.add_column(sa.Column("nudged", sa.String(length=40)))
        table.create_foreign_key("fk_handover_batch_id_handover_batch", "handover_batch", ["batch_id"], ["id"])
    # Nobody was ever reminded of those that are open: the worker does it on its next morning.
    handover = sa.table("handover", sa.column("nudge_on"))
    op.execute(sa.update(handover).where(sa.text(OPEN)).values(nudge_on=sa.func.current_date()))
    with op.batch_alter_table("handover") as table:
        table.alter_column("only_confirms", server_default=None)
        table.create_index("ix_handover_batch_id", ["batch_id"])
        table.create_index("ix_handover_nudge_on", ["nudge_on"], **_where(OPEN))
        table.create_index("uq_handover_open", ["account_id"], unique=True, **_where(f"{OPEN} AND NOT only_confirms"))
        table.create_index(
            "uq_handover_confirming",
            ["account_id", "incoming_id"],
            unique=True,
            **_where(f"{OPEN} AND only_confirms"),
        )


def downgrade() -> None:
    with op.batch_alter_table("campaign_item") as table:
        table.drop_column("wrong")
    with op.batch_alter_table("campaign") as table:
        table.drop_column("asked_again_on")
    op.execute("DELETE FROM handover WHERE only_confirms")
    with op.batch_alter_table("handover") as table:
        for name in ("uq_handover_confirming", "uq_handover_open", "ix_handover_nudge_on", "ix_handover_batch_id"):
            table.drop_index(name)
        table.drop_constraint("fk_handover_batch_id_handover_batch", type_="foreignkey")
        for column in ("batch_id", "only_confirms", "nudge_on", "nudged"):
            table.drop_column(column)
        table.create_index("uq_handover_open", ["account_id"], unique=True, **_where(OPEN))
    op.drop_table("handover_batch")
    op.drop_table("owner_confirmation")


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
