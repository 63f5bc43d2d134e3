"""Who can get in to each account, how it is recovered, and the lock-out forecast."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "access_exception",
        sa.Column("weakness", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer()),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("form_key", sa.String(length=40)),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_access_exception_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name="fk_access_exception_approved_by_id_person"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="fk_access_exception_asked_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_access_exception"),
        sa.UniqueConstraint("form_key", name="uq_access_exception_form_key"),
    )
    with op.batch_alter_table("access_exception") as table:
        table.create_index("ix_access_exception_account_id", ["account_id"])
        table.create_index("ix_access_exception_approved_by_id", ["approved_by_id"])
        table.create_index("ix_access_exception_asked_by_id", ["asked_by_id"])
        table.create_index(
            "ix_access_exception_open",
            ["ends_on"],
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "access_grant",
        sa.Column("person_id", sa.Integer()),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=100)),
        sa.Column("administers", sa.String(length=40), nullable=False),
        sa.Column("since_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("evidence", sa.String(length=300)),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.CheckConstraint(
            "person_id IS NULL OR way <> 'shared_secret'", name="ck_access_grant_custodians_stand_elsewhere"
        ),
        sa.CheckConstraint("person_id IS NULL OR agency IS NULL", name="ck_access_grant_one_holder"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_access_grant_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_access_grant_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_access_grant"),
    )
    with op.batch_alter_table("access_grant") as table:
        table.create_index("ix_access_grant_account_id", ["account_id"])
        table.create_index("ix_access_grant_person_id", ["person_id"])

    op.create_table(
        "account_exposure",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("outlook", sa.String(length=40), nullable=False),
        sa.Column("sign_in", sa.Integer(), nullable=False),
        sa.Column("sign_in_is_open", sa.Boolean(), nullable=False),
        sa.Column("recover", sa.Integer(), nullable=False),
        sa.Column("recover_is_open", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("weaknesses", sa.Integer(), nullable=False),
        sa.Column("recheck_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_account_exposure_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_exposure"),
    )
    with op.batch_alter_table("account_exposure") as table:
        table.create_index("ix_account_exposure_outlook", ["outlook"])
        table.create_index(
            "ix_account_exposure_recheck",
            ["recheck_on"],
            sqlite_where=sa.text("recheck_on IS NOT NULL"),
            postgresql_where=sa.text("recheck_on IS NOT NULL"),
        )

    op.create_table(
        "connected_tool",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_lasting", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("holder_id", sa.Integer()),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("backup_id", sa.Integer()),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_connected_tool_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["backup_id"], ["person.id"], name="fk_connected_tool_backup_id_person"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name="fk_connected_tool_holder_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_connected_tool"),
    )
    with op.batch_alter_table("connected_tool") as table:
        table.create_index("ix_connected_tool_account_id", ["account_id"])
        table.create_index("ix_connected_tool_backup_id", ["backup_id"])
        table.create_index("ix_connected_tool_holder_id", ["holder_id"])

    op.create_table(
        "recovery_means",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sent_to", sa.String(length=254)),
        sa.Column("belongs", sa.String(length=40), nullable=False),
        sa.Column("verified_on", sa.Date()),
        sa.Column("holder_id", sa.Integer()),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("backup_id", sa.Integer()),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_recovery_means_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["backup_id"], ["person.id"], name="fk_recovery_means_backup_id_person"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name="fk_recovery_means_holder_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_means"),
    )
    with op.batch_alter_table("recovery_means") as table:
        table.create_index("ix_recovery_means_account_id", ["account_id"])
        table.create_index("ix_recovery_means_backup_id", ["backup_id"])
        table.create_index("ix_recovery_means_holder_id", ["holder_id"])

    op.create_table(
        "trusted_device",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("holder_id", sa.Integer()),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("backup_id", sa.Integer()),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_trusted_device_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["backup_id"], ["person.id"], name="fk_trusted_device_backup_id_person"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name="fk_trusted_device_holder_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_trusted_device"),
    )
    with op.batch_alter_table("trusted_device") as table:
        table.create_index("ix_trusted_device_account_id", ["account_id"])
        table.create_index("ix_trusted_device_backup_id", ["backup_id"])
        table.create_index("ix_trusted_device_holder_id", ["holder_id"])

    op.create_table(
        "vault_entry",
        sa.Column("pointer", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_vault_entry_account_id_social_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vault_entry"),
    )
    with op.batch_alter_table("vault_entry") as table:
        table.create_index("ix_vault_entry_account_id", ["account_id"])

    op.create_table(
        "second_factor",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("grant_id", sa.Integer()),
        sa.Column("holder_id", sa.Integer()),
        sa.Column("agency", sa.String(length=200)),
        sa.Column("backup_id", sa.Integer()),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["social_account.id"],
            name="fk_second_factor_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["backup_id"], ["person.id"], name="fk_second_factor_backup_id_person"),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"], name="fk_second_factor_grant_id_access_grant"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name="fk_second_factor_holder_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor"),
    )
    with op.batch_alter_table("second_factor") as table:
        table.create_index("ix_second_factor_account_id", ["account_id"])
        table.create_index("ix_second_factor_backup_id", ["backup_id"])
        table.create_index("ix_second_factor_grant_id", ["grant_id"])
        table.create_index("ix_second_factor_holder_id", ["holder_id"])

    with op.batch_alter_table("custodianship") as table:
        table.add_column(sa.Column("ends_on", sa.Date()))
        table.add_column(sa.Column("evidence", sa.String(length=300)))


def downgrade() -> None:
    op.drop_table("second_factor")
    op.drop_table("vault_entry")
    op.drop_table("trusted_device")
    op.drop_table("recovery_means")
    op.drop_table("connected_tool")
    op.drop_table("account_exposure")
    op.drop_table("access_grant")
    op.drop_table("access_exception")
    with op.batch_alter_table("custodianship") as table:
        table.drop_column("evidence")
        table.drop_column("ends_on")
