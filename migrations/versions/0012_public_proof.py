"""Impostors are reported and confirmed, and a retired account says until when it was ours and what replaced it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "outsider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(500), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("handle", sa.String(300), nullable=False),
        sa.Column("url", sa.String(1000), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("imitates_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imitates_id"], ["social_account.id"], name="fk_outsider_imitates_id_social_account"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_outsider_decided_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_outsider"),
        sa.UniqueConstraint("identity", name="uq_outsider_identity"),
    )
    op.create_index("ix_outsider_standing_id", "outsider", ["standing", "id"])
    op.create_index("ix_outsider_imitates_id", "outsider", ["imitates_id"])
    op.create_index("ix_outsider_decided_by_id", "outsider", ["decided_by_id"])
    op.create_table(
        "impostor_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outsider_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["outsider_id"], ["outsider.id"], ondelete="CASCADE", name="fk_impostor_report_outsider_id_outsider"
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name="fk_impostor_report_reporter_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_impostor_report"),
        sa.UniqueConstraint(
            "outsider_id", "reporter_id", "form_key", name="uq_impostor_report_outsider_id_reporter_id_form_key"
        ),
    )
    op.create_index("ix_impostor_report_reporter_id", "impostor_report", ["reporter_id"])
    op.create_table(
        "succession",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], ondelete="CASCADE", name="fk_succession_account_id_social_account"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["social_account.id"], name="fk_succession_replaced_by_id_social_account"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_succession"),
    )
    op.create_index("ix_succession_replaced_by_id", "succession", ["replaced_by_id"])


def downgrade() -> None:
    op.drop_table("succession")
    op.drop_table("impostor_report")
    op.drop_table("outsider")
