"""People and departments from the directory, their sessions, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSE = {
    "sqlite": [
        f"""CREATE TRIGGER audit_event_no_{verb} BEFORE {verb} ON audit_event
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""
        for verb in ("update", "delete")
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
        """CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
           FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    ],
}
"""The database itself refuses to change or delete what was recorded."""


def upgrade() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.Column("head_id", sa.Integer()),
        sa.Column("mailbox", sa.String(length=254)),
        sa.ForeignKeyConstraint(["parent_id"], ["department.id"], name="fk_department_parent_id_department"),
        sa.PrimaryKeyConstraint("id", name="pk_department"),
        sa.UniqueConstraint("key", name="uq_department_key"),
    )
    with op.batch_alter_table("department") as table:
        table.create_index("ix_department_head_id", ["head_id"])
        table.create_index("ix_department_parent_id", ["parent_id"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directory_id", sa.String(length=64)),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("login_key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("mail", sa.String(length=254)),
        sa.Column("department_id", sa.Integer()),
        sa.Column("manager_id", sa.Integer()),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("left_on", sa.Date()),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name="fk_person_department_id_department"),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name="fk_person_manager_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("directory_id", name="uq_person_directory_id"),
    )
    with op.batch_alter_table("person") as table:
        table.create_index("ix_person_department_id", ["department_id"])
        table.create_index("ix_person_login_key", ["login_key"])
        table.create_index("ix_person_manager_id", ["manager_id"])
        table.create_index(
            "uq_person_active_login",
            ["login_key"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )
    with op.batch_alter_table("department") as table:
        table.create_foreign_key("fk_department_head_id_person", "person", ["head_id"], ["id"])
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("group_dn", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_role_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_person_role"),
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_web_session_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_web_session"),
        sa.UniqueConstraint("token_hash", name="uq_web_session_token_hash"),
    )
    with op.batch_alter_table("web_session") as table:
        table.create_index("ix_web_session_person_id", ["person_id"])
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_audit_event_actor_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    with op.batch_alter_table("audit_event") as table:
        table.create_index("ix_audit_event_actor_id", ["actor_id"])
        table.create_index("ix_audit_event_at", ["at"])
        table.create_index("ix_audit_event_subject", ["subject_type", "subject_id", "id"])
    for statement in REFUSE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE audit_event; DROP FUNCTION refuse_change()")
    else:
        op.drop_table("audit_event")
    with op.batch_alter_table("department") as table:
        table.drop_constraint("fk_department_head_id_person", type_="foreignkey")
    op.drop_table("web_session")
    op.drop_table("person_role")
    op.drop_table("person")
    op.drop_table("department")
