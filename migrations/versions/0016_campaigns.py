"""Campaigns ask the owners of many accounts to confirm them, or to do something on each."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

UNANSWERED = "answer IS NULL"
MISSED = "answer IS NULL AND missed_on IS NOT NULL"
TO_SETTLE = "answer IN ('correction', 'hand_over', 'retire') AND settled_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("period", sa.String(length=20)),
        sa.Column("started_by_id", sa.Integer()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=20)),
        sa.Column("look_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("form_key", sa.String(length=40)),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name="fk_campaign_started_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
        sa.UniqueConstraint("period", name="uq_campaign_period"),
        sa.UniqueConstraint("form_key", name="uq_campaign_form_key"),
    )
    with op.batch_alter_table("campaign") as table:
        table.create_index("ix_campaign_started_by_id", ["started_by_id"])
        table.create_index("ix_campaign_look_at", ["look_at"], **_where("look_at IS NOT NULL"))
    op.create_table(
        "campaign_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer()),
        sa.Column("asked_as", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("delegated_by_id", sa.Integer()),
        sa.Column("missed_on", sa.Date()),
        sa.Column("answer", sa.String(length=40)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by_id", sa.Integer()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name="fk_campaign_item_campaign_id_campaign", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_campaign_item_account_id_social_account",
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_campaign_item_{column}_person")
            for column in ("asked_id", "delegated_by_id", "answered_by_id", "settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_item"),
        sa.UniqueConstraint("campaign_id", "account_id", name="uq_campaign_item_campaign_id_account_id"),
    )  # fmt: skip
    with op.batch_alter_table("campaign_item") as table:
        table.create_index("ix_campaign_item_account_id", ["account_id"])
        table.create_index("ix_campaign_item_asked", ["asked_id", "campaign_id"], **_where(UNANSWERED))
        table.create_index("ix_campaign_item_open", ["campaign_id", "asked_id"], **_where(UNANSWERED))
        table.create_index("ix_campaign_item_missed", ["account_id"], **_where(MISSED))
        table.create_index("ix_campaign_item_to_settle", ["campaign_id"], **_where(TO_SETTLE))


def downgrade() -> None:
    op.drop_table("campaign_item")
    op.drop_table("campaign")


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
