"""An account that strangers are in has an incident: the accounts it reaches, its steps and a timed log."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

MOMENT = sa.DateTime(timezone=True)
OPEN, UNSETTLED = sa.text("closed_at IS NULL"), sa.text("settled_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("rotation_schedule") as table:
        table.add_column(sa.Column("at_rest", sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_incident()
    _create_accounts()
    _create_entries()
    _create_suspicions()


def downgrade() -> None:
    op.drop_table("incident_suspicion")
    op.drop_table("incident_entry")
    op.drop_table("incident_account")
    op.drop_table("incident")
    # What rests is reminded of at the worker's next look.
    op.execute("UPDATE rotation_schedule SET remind_at = CURRENT_TIMESTAMP WHERE at_rest AND due_on IS NOT NULL")
    with op.batch_alter_table("rotation_schedule") as table:
        table.drop_column("at_rest")


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by_id", sa.Integer()),
        sa.Column("state_after", sa.String(length=40)),
        sa.Column("summary", sa.String(length=2000)),
        sa.Column("left_open", sa.String(length=500)),
        _key("incident", "account_id", "social_account"),
        _key("incident", "event_id", "rotation_event"),
        _key("incident", "opened_by_id", "person", cascades=False),
        _key("incident", "closed_by_id", "person", cascades=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.UniqueConstraint("form_key", name="uq_incident_form_key"),
    )
    for column in ("account_id", "opened_by_id", "event_id", "closed_by_id"):
        op.create_index(f"ix_incident_{column}", "incident", [column])
    op.create_index(
        "uq_incident_open", "incident", ["account_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def _create_accounts() -> None:
    op.create_table(
        "incident_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.String(length=500)),
        _key("incident_account", "incident_id", "incident"),
        _key("incident_account", "account_id", "social_account"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_account"),
        sa.UniqueConstraint("incident_id", "account_id", name="uq_incident_account_incident_id_account_id"),
    )
    op.create_index("ix_incident_account_account_id", "incident_account", ["account_id"])


def _create_entries() -> None:
    op.create_table(
        "incident_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40)),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(length=2000)),
        sa.Column("form_key", sa.String(length=40)),
        _key("incident_entry", "incident_id", "incident"),
        _key("incident_entry", "by_id", "person", cascades=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident_entry"),
        sa.UniqueConstraint("incident_id", "step", name="uq_incident_entry_incident_id_step"),
        sa.UniqueConstraint("form_key", name="uq_incident_entry_form_key"),
    )
    op.create_index("ix_incident_entry_incident_id", "incident_entry", ["incident_id"])
    op.create_index("ix_incident_entry_by_id", "incident_entry", ["by_id"])


def _create_suspicions() -> None:
    op.create_table(
        "incident_suspicion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by_id", sa.Integer()),
        _key("incident_suspicion", "account_id", "social_account"),
        _key("incident_suspicion", "by_id", "person", cascades=False),
        _key("incident_suspicion", "settled_by_id", "person", cascades=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident_suspicion"),
        sa.UniqueConstraint("form_key", name="uq_incident_suspicion_form_key"),
    )
    for column in ("account_id", "by_id", "settled_by_id"):
        op.create_index(f"ix_incident_suspicion_{column}", "incident_suspicion", [column])
    where = {"sqlite_where": UNSETTLED, "postgresql_where": UNSETTLED}
    op.create_index("ix_incident_suspicion_open", "incident_suspicion", ["account_id"], **where)


def _key(table: str, column: str, to: str, *, cascades: bool = True) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE" if cascades else None)
