"""An address that refuses mail is known, people may leave kinds of mail, and the bell counts what never left, too."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

MOMENT = sa.DateTime(timezone=True)
TOLD = sa.text("state IN ('sent', 'kept', 'failed') AND read_at IS NULL")
SENT = sa.text("state = 'sent' AND read_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "refused_address",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("department_id", sa.Integer()),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name="fk_refused_address_department_id_department",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_refused_address_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("address", name="pk_refused_address"),
    )  # fmt: skip
    for column in ("person_id", "department_id"):
        op.create_index(f"ix_refused_address_{column}", "refused_address", [column])
    op.create_table(
        "left_kind",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("left_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_left_kind_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name="pk_left_kind"),
    )
    # What failed before is old news for the bell.
    op.execute("UPDATE notice SET read_at = send_at WHERE state = 'failed' AND read_at IS NULL")
    _index_what_is_new(TOLD)


def downgrade() -> None:
    notices = sa.table("notice", sa.column("state"))
    op.execute(sa.update(notices).where(notices.c.state == "kept").values(state="cancelled"))
    _index_what_is_new(SENT)
    op.drop_table("left_kind")
    op.drop_table("refused_address")


def _index_what_is_new(which: sa.TextClause) -> None:
    op.drop_index("ix_notice_unread", "notice")
    op.create_index("ix_notice_unread", "notice", ["person_id"], sqlite_where=which, postgresql_where=which)
