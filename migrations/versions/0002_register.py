"""The register of social accounts: owning departments, custodians, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "social_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=500), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("handle", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=60)),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("deputy_id", sa.Integer()),
        sa.Column("source", sa.String(length=200)),
        sa.Column("unmatched", sa.JSON(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name="fk_social_account_deputy_id_person"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_social_account_owner_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_social_account"),
        sa.UniqueConstraint("identity", name="uq_social_account_identity"),
    )
    with op.batch_alter_table("social_account") as table:
        table.create_index("ix_social_account_deputy_id", ["deputy_id"])
        table.create_index("ix_social_account_owner_id", ["owner_id"])
        table.create_index("ix_social_account_platform_handle", ["platform", "handle"])
        table.create_index("ix_social_account_state", ["state"])
    op.create_table(
        "ownership",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_ownership_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name="fk_ownership_department_id_department"),
        sa.PrimaryKeyConstraint("account_id", "department_id", name="pk_ownership"),
    )
    with op.batch_alter_table("ownership") as table:
        table.create_index("ix_ownership_department_id", ["department_id"])
    op.create_table(
        "custodianship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_custodianship_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_custodianship_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_custodianship"),
    )
    with op.batch_alter_table("custodianship") as table:
        table.create_index("ix_custodianship_account_id", ["account_id"])
        table.create_index("ix_custodianship_person_id", ["person_id"])
        table.create_index(
            "uq_custodianship_current",
            ["account_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
    op.create_table(
        "account_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("by_id", sa.Integer()),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_account_import_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_account_import"),
    )
    with op.batch_alter_table("account_import") as table:
        table.create_index("ix_account_import_by_id", ["by_id"])


def downgrade() -> None:
    op.drop_table("account_import")
    op.drop_table("custodianship")
    op.drop_table("ownership")
    op.drop_table("social_account")
