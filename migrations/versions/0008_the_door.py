"""Sign-ins are counted and slowed, and a local administrator can be let in for some hours."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "signin_address",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_signin_address"),
    )
    op.create_table(
        "signin_login",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("strangers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_signin_login"),
    )
    op.create_table(
        "signin_place",
        sa.Column("login_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("counts_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True)),
        sa.Column("waits_since", sa.DateTime(timezone=True)),
        sa.Column("turn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("login_key", "address", name="pk_signin_place"),
    )
    op.create_table(
        "breakglass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("sealed_secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_breakglass_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_breakglass"),
    )
    with op.batch_alter_table("breakglass") as table:
        table.create_index("ix_breakglass_expires_at", ["expires_at"])
        table.create_index(
            "uq_breakglass_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("breakglass")
    op.drop_table("signin_place")
    op.drop_table("signin_login")
    op.drop_table("signin_address")
