"""Request types are data, tickets have answers, steps and approvals, drafts are kept, and tools have a list."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

MOMENT = sa.DateTime(timezone=True)
HAS_REMINDER = sa.text("remind_at IS NOT NULL")


def upgrade() -> None:
    _create_types()
    _create_parts()
    _create_tools()
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("type_key", sa.String(length=40)))
        table.add_column(sa.Column("handled_by", sa.String(length=80), server_default="agent", nullable=False))
        table.add_column(sa.Column("is_confidential", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("ticket") as table:
        table.alter_column("handled_by", existing_type=sa.String(length=80), server_default=None)
        table.alter_column("is_confidential", existing_type=sa.Boolean(), server_default=None)
        table.create_index("ix_ticket_type_key", ["type_key"])


def _create_types() -> None:
    op.create_table(
        "request_type_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500)),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_request_type_version_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_request_type_version"),
        sa.UniqueConstraint("key", "number", name="uq_request_type_version_key_number"),
    )
    op.create_index("ix_request_type_version_by_id", "request_type_version", ["by_id"])
    op.create_table(
        "ticket_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_ticket_draft_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_draft"),
        sa.UniqueConstraint("person_id", "key", name="uq_ticket_draft_person_id_key"),
    )


def _create_parts() -> None:
    op.create_table(
        "ticket_answers",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("settled_at", MOMENT),
        _of_ticket("ticket_answers"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["request_type_version.id"], name="fk_ticket_answers_version_id_request_type_version"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ticket_answers_person_id_person"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket_answers"),
    )
    for column in ("version_id", "person_id"):
        op.create_index(f"ix_ticket_answers_{column}", "ticket_answers", [column])
    op.create_table(
        "ticket_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("help", sa.String(length=500), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by_id", sa.Integer()),
        _of_ticket("ticket_step"),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name="fk_ticket_step_done_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_step"),
        sa.UniqueConstraint("ticket_id", "position", name="uq_ticket_step_ticket_id_position"),
    )
    op.create_table(
        "ticket_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=40)),
        sa.Column("reason", sa.String(length=1000)),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by_id", sa.Integer()),
        _of_ticket("ticket_approval"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_ticket_approval_decided_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_approval"),
        sa.UniqueConstraint("ticket_id", "position", name="uq_ticket_approval_ticket_id_position"),
    )
    op.create_index("ix_ticket_approval_decided_by_id", "ticket_approval", ["decided_by_id"])


def _create_tools() -> None:
    op.create_table(
        "sanctioned_tool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000)),
        sa.Column("host", sa.String(length=260)),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("conditions", sa.String(length=1000)),
        sa.Column("until_on", sa.Date()),
        sa.Column("reason", sa.String(length=1000)),
        sa.Column("alternative", sa.String(length=500)),
        sa.Column("reviewed_on", sa.Date()),
        sa.Column("reviewed_by_id", sa.Integer()),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("remind_at", MOMENT),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["person.id"], name="fk_sanctioned_tool_reviewed_by_id_person"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_sanctioned_tool_ticket_id_ticket", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sanctioned_tool"),
        sa.UniqueConstraint("name_key", name="uq_sanctioned_tool_name_key"),
        sa.UniqueConstraint("form_key", name="uq_sanctioned_tool_form_key"),
    )
    for column in ("host", "reviewed_by_id", "ticket_id"):
        op.create_index(f"ix_sanctioned_tool_{column}", "sanctioned_tool", [column])
    op.create_index(
        "ix_sanctioned_tool_remind_at", "sanctioned_tool", ["remind_at"],
        sqlite_where=HAS_REMINDER, postgresql_where=HAS_REMINDER,
    )  # fmt: skip


def _of_ticket(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_ticket_id_ticket"
    return sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    # What they owed is told nobody knows how any more.
    op.execute(
        "DELETE FROM notice WHERE kind IN ('ticket_approval', 'ticket_decided', 'tool_ending')"
        " AND state = 'owed' AND parcel_id IS NULL"
    )
    for table in ("sanctioned_tool", "ticket_approval", "ticket_step", "ticket_answers", "ticket_draft"):
        op.drop_table(table)
    op.drop_table("request_type_version")
    with op.batch_alter_table("ticket") as table:
        table.drop_index("ix_ticket_type_key")
        for column in ("type_key", "handled_by", "is_confidential"):
            table.drop_column(column)
