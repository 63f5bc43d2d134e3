"""Who signs in through the company's OpenID provider is tied to one person."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "oidc_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_oidc_identity_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_oidc_identity"),
        sa.UniqueConstraint("issuer", "subject", name="uq_oidc_identity_issuer_subject"),
        sa.UniqueConstraint("person_id", "issuer", name="uq_oidc_identity_person_id_issuer"),
    )


def downgrade() -> None:
    op.drop_table("oidc_identity")
