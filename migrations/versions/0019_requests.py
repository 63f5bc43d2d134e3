"""Requests to open, change and close an account, with their approvals; why an account is in its state."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

IS_OPEN = sa.text("state IN ('department', 'comms', 'security', 'returned', 'approved')")
IS_APPROVAL = sa.text("act = 'approved'")
REMINDED = sa.text("remind_at IS NOT NULL")
PEOPLE = ("requester_id", "owner_id", "deputy_id")
ACCOUNTS = ("account_id", "replaced_by_id")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_state_changes()
    _make_requests()
    _make_steps()


def _make_state_changes() -> None:
    op.create_table(
        "account_state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_account_state_change_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_account_state_change_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_account_state_change"),
    )
    with op.batch_alter_table("account_state_change") as table:
        table.create_index("ix_account_state_change_account_id", ["account_id"])


def _make_requests() -> None:
    op.create_table(
        "account_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by_state", sa.String(length=40)),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("handle", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000)),
        sa.Column("identity", sa.String(length=500)),
        sa.Column("department_id", sa.Integer()),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("deputy_id", sa.Integer()),
        sa.Column("replaced_by_id", sa.Integer()),
        sa.Column("last_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], ["social_account.id"], name=f"fk_account_request_{name}_social_account", ondelete="SET NULL"
            )
            for name in ACCOUNTS
        ),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=f"fk_account_request_{name}_person")
            for name in PEOPLE
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name="fk_account_request_department_id_department"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_request"),
        sa.UniqueConstraint("requester_id", "form_key", name="uq_account_request_requester_id_form_key"),
    )
    with op.batch_alter_table("account_request") as table:
        for name in (*PEOPLE, "account_id"):
            table.create_index(f"ix_account_request_{name}", [name])
        table.create_index("ix_account_request_open", ["changed_at"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
        table.create_index(
            "uq_account_request_open", ["identity"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        )
        table.create_index(
            "ix_account_request_remind", ["remind_at"], sqlite_where=REMINDED, postgresql_where=REMINDED
        )


def _make_steps() -> None:
    op.create_table(
        "account_request_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("approval", sa.String(length=40)),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["account_request.id"],
            name="fk_account_request_step_request_id_account_request",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_account_request_step_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_account_request_step"),
    )
    with op.batch_alter_table("account_request_step") as table:
        table.create_index("ix_account_request_step_request_id", ["request_id"])
        table.create_index(
            "uq_account_request_step_approval",
            ["request_id", "round", "approval"],
            unique=True,
            sqlite_where=IS_APPROVAL,
            postgresql_where=IS_APPROVAL,
        )


def downgrade() -> None:
    op.drop_table("account_request_step")
    op.drop_table("account_request")
    op.drop_table("account_state_change")
