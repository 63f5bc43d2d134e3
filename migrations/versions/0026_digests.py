"""Notices owed to one person go out together: a mail has a row of its own, and notices point to it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

UNSENT = sa.text("state IN ('owed', 'sending')")
LOOSE = sa.text("state = 'owed' AND parcel_id IS NULL")
UNREAD = sa.text("state = 'sent' AND read_at IS NULL")
OPEN = sa.text("settled_at IS NULL")


def upgrade() -> None:
    _make_parcels()
    _make_choices()
    with op.batch_alter_table("notice") as table:
        table.drop_index("ix_notice_unsent")
        table.add_column(sa.Column("parcel_id", sa.Integer()))
        table.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("title", sa.String(length=300)))
        table.add_column(sa.Column("path", sa.String(length=200)))
        table.add_column(sa.Column("read_at", sa.DateTime(timezone=True)))
        table.create_foreign_key("fk_notice_parcel_id_parcel", "parcel", ["parcel_id"], ["id"])
        table.create_index("ix_notice_parcel_id", ["parcel_id"])
    _pack_what_was_tried()
    with op.batch_alter_table("notice") as table:
        table.alter_column("is_urgent", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
        table.drop_column("message_id")
        table.drop_column("claimed_until")
    _make_postings()
    # What was told before is old news for the bell.
    op.execute("UPDATE notice SET read_at = sent_at WHERE state = 'sent'")
    _index("notice", "ix_notice_unread", ["person_id"], UNREAD)
    _index("notice", "ix_notice_loose", ["send_at", "id"], LOOSE)
    _index("notice", "ix_notice_loose_recipient", ["person_id", "department_id"], LOOSE)
    _index("notice", "ix_notice_loose_department", ["department_id"], LOOSE)


def downgrade() -> None:
    op.drop_table("posting")
    for name in ("ix_notice_unread", "ix_notice_loose", "ix_notice_loose_recipient", "ix_notice_loose_department"):
        op.drop_index(name, "notice")
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("message_id", sa.String(length=200)))
        table.add_column(sa.Column("claimed_until", sa.DateTime(timezone=True)))
    # One mail could hold several notices; now each has one again, and a Message-ID must not stand for two.
    op.execute("UPDATE notice SET message_id = '<' || key || '@notice.govdesk>'")
    op.execute("UPDATE notice SET state = 'owed' WHERE state = 'sending'")
    with op.batch_alter_table("notice") as table:
        table.alter_column("message_id", existing_type=sa.String(length=200), nullable=False)
        table.drop_index("ix_notice_parcel_id")
        table.drop_constraint("fk_notice_parcel_id_parcel", type_="foreignkey")
        table.drop_column("parcel_id")
        for column in ("is_urgent", "title", "path", "read_at"):
            table.drop_column(column)
        table.create_index("ix_notice_unsent", ["send_at"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.drop_table("parcel")
    op.drop_table("quiet_hours")
    op.drop_table("calendar_feed")


def _make_parcels() -> None:
    op.create_table(
        "parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("department_id", sa.Integer()),
        sa.Column("day", sa.Date()),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name="ck_parcel_one_reader"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name="fk_parcel_department_id_department"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_parcel_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_parcel"),
        sa.UniqueConstraint("message_id", name="uq_parcel_message_id"),
        sa.UniqueConstraint("person_id", "day", "part", name="uq_parcel_person_id_day_part"),
        sa.UniqueConstraint("department_id", "day", "part", name="uq_parcel_department_id_day_part"),
    )
    _index("parcel", "ix_parcel_open", ["send_at", "id"], OPEN)


def _make_postings() -> None:
    """What is announced over other channels than mail."""
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.String(length=500)),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_posting_notice_id_notice", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.UniqueConstraint("channel", "key", name="uq_posting_channel_key"),
    )
    op.create_index("ix_posting_notice_id", "posting", ["notice_id"])
    _index("posting", "ix_posting_owed", ["send_at"], sa.text("state = 'owed'"))


def _make_choices() -> None:
    """What a person decides about their own notices."""
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_calendar_feed_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )
    op.create_table(
        "quiet_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_quiet_hours_person_id_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_quiet_hours"),
    )


def _pack_what_was_tried() -> None:
    """A mail that may be under way keeps its Message-ID."""
    op.execute(
        "INSERT INTO parcel (message_id, person_id, department_id, part, size, made_at, send_at, claimed_until,"
        " settled_at) SELECT message_id, person_id, department_id, 0, 1, due_at, send_at, claimed_until,"
        " CASE WHEN state IN ('owed', 'sending') THEN NULL ELSE coalesce(sent_at, send_at) END"
        " FROM notice WHERE attempts > 0 OR state IN ('sending', 'sent', 'failed')"
    )
    op.execute(
        "UPDATE notice SET parcel_id = (SELECT parcel.id FROM parcel WHERE parcel.message_id = notice.message_id)"
    )


def _index(table: str, name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
