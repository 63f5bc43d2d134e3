"""Policies in numbered versions, and who has acknowledged which."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.UniqueConstraint("slug", name="uq_policy_slug"),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("front_matter", sa.JSON(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name="fk_policy_version_policy_id_policy"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_version"),
        sa.UniqueConstraint("policy_id", "number", name="uq_policy_version_policy_id_number"),
    )
    with op.batch_alter_table("policy_version") as table:
        table.create_index("ix_policy_version_digest", ["digest"])
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_acknowledgement_person_id_person"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["policy_version.id"], name="fk_acknowledgement_version_id_policy_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_acknowledgement"),
        sa.UniqueConstraint("version_id", "person_id", name="uq_acknowledgement_version_id_person_id"),
    )
    with op.batch_alter_table("acknowledgement") as table:
        table.create_index("ix_acknowledgement_person_id", ["person_id"])


def downgrade() -> None:
    op.drop_table("acknowledgement")
    op.drop_table("policy_version")
    op.drop_table("policy")
