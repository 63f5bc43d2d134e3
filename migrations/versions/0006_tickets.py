"""Employees file tickets; agents answer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("unlisted_account", sa.String(length=500)),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer()),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_answered_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["social_account.id"], name="fk_ticket_account_id_social_account"),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name="fk_ticket_assignee_id_person"),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name="fk_ticket_requester_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
        sa.UniqueConstraint("requester_id", "form_key", name="uq_ticket_requester_id_form_key"),
    )
    with op.batch_alter_table("ticket") as table:
        table.create_index("ix_ticket_account_id", ["account_id"])
        table.create_index("ix_ticket_assignee_id", ["assignee_id"])
        table.create_index("ix_ticket_queue", ["state", "priority", "id"])
        table.create_index("ix_ticket_requester_id", ["requester_id"])
    op.create_table(
        "ticket_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="fk_ticket_message_author_id_person"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_ticket_message_ticket_id_ticket", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_message"),
        sa.UniqueConstraint("author_id", "form_key", name="uq_ticket_message_author_id_form_key"),
    )
    with op.batch_alter_table("ticket_message") as table:
        table.create_index("ix_ticket_message_ticket_id", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("ticket_message")
    op.drop_table("ticket")
