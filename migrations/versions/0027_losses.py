"""What makes a credential due is on record as an event, and only a later rotation ends it.

What was due because somebody left, lost access or was in an account is carried over: who left and when stands in the
trail. The calendar's own day of those rows was overwritten at the time and is unknown; a period brings the next one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

WHOLE, LINE = sa.text("line_id IS NULL"), sa.text("line_id IS NOT NULL")
OPEN = sa.text("cleared_by_id IS NULL")
DEMANDED = ("rotation:change:demanded", "rotation:change:due", "rotation:change:forced")
KNOWN_BEFORE = ("scheduled", "leaver", "removed", "compromise")
MOMENT = sa.DateTime(timezone=True)

schedules = sa.table(
    "rotation_schedule",
    *map(sa.column, ("id", "account_id", "credential", "line_id", "reason")),
    sa.column("due_on", sa.Date()),
    sa.column("calendar_on", sa.Date()),
)
events = sa.table(
    "rotation_event",
    *map(sa.column, ("id", "kind", "occasion", "person_id")),
    sa.column("happened_at", MOMENT),
    sa.column("opened_at", MOMENT),
)
losses = sa.table(
    "rotation_loss",
    *map(sa.column, ("event_id", "schedule_id")),
    sa.column("lost_at", MOMENT),
    sa.column("due_on", sa.Date()),
    sa.column("was", sa.JSON()),
)
trail = sa.table(
    "audit_event",
    *map(sa.column, ("id", "action", "subject_type", "subject_id")),
    sa.column("at", MOMENT),
    sa.column("fields", sa.JSON()),
)


def upgrade() -> None:
    with op.batch_alter_table("rotation") as table:
        table.add_column(sa.Column("rotated_at", MOMENT))
    with op.batch_alter_table("rotation_schedule") as table:
        table.add_column(sa.Column("line_id", sa.Integer()))
        table.add_column(sa.Column("calendar_on", sa.Date()))
        table.drop_constraint("uq_rotation_schedule_account_id_credential", type_="unique")
    names = ["account_id", "credential"]
    _unique("uq_rotation_schedule_whole", names, WHOLE)
    _unique("uq_rotation_schedule_line", [*names, "line_id"], LINE)
    _create_event()
    _create_loss()
    op.execute(sa.update(schedules).where(schedules.c.reason == "scheduled").values(calendar_on=schedules.c.due_on))
    _carry_over()


def downgrade() -> None:
    op.drop_table("rotation_loss")
    op.drop_table("rotation_event")
    op.drop_index("uq_rotation_schedule_whole", "rotation_schedule")
    op.drop_index("uq_rotation_schedule_line", "rotation_schedule")
    # Of each credential there is one row again: those of a line get a name of their own.
    numbered = schedules.c.credential.concat(" ").concat(sa.cast(schedules.c.line_id, sa.String()))
    op.execute(sa.update(schedules).where(schedules.c.line_id.is_not(None)).values(credential=numbered))
    op.execute(sa.update(schedules).where(schedules.c.reason.not_in(KNOWN_BEFORE)).values(reason="removed"))
    rotations = sa.table("rotation", sa.column("reason"))
    op.execute(sa.update(rotations).where(rotations.c.reason.not_in(KNOWN_BEFORE)).values(reason="removed"))
    with op.batch_alter_table("rotation_schedule") as table:
        table.drop_column("calendar_on")
        table.drop_column("line_id")
        table.create_unique_constraint("uq_rotation_schedule_account_id_credential", ["account_id", "credential"])
    with op.batch_alter_table("rotation") as table:
        table.drop_column("rotated_at")


def _unique(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "rotation_schedule", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _create_event() -> None:
    op.create_table(
        "rotation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("occasion", sa.String(length=100), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by_id", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("account_id", sa.Integer()),
        sa.Column("thing", sa.String(length=200)),
        sa.Column("reason", sa.String(length=500)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["social_account.id"], name="fk_rotation_event_account_id_social_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name="fk_rotation_event_opened_by_id_person"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rotation_event_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_event"),
        sa.UniqueConstraint("occasion", name="uq_rotation_event_occasion"),
    )  # fmt: skip
    for column in ("account_id", "opened_by_id", "person_id"):
        op.create_index(f"ix_rotation_event_{column}", "rotation_event", [column])


def _create_loss() -> None:
    op.create_table(
        "rotation_loss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("lost_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("line_id", sa.Integer()),
        sa.Column("cleared_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["cleared_by_id"], ["rotation.id"], name="fk_rotation_loss_cleared_by_id_rotation", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["rotation_event.id"], name="fk_rotation_loss_event_id_rotation_event", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["rotation_schedule.id"], name="fk_rotation_loss_schedule_id_rotation_schedule",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_loss"),
        sa.UniqueConstraint("event_id", "schedule_id", name="uq_rotation_loss_event_id_schedule_id"),
    )  # fmt: skip
    op.create_index("ix_rotation_loss_schedule_id", "rotation_loss", ["schedule_id"])
    op.create_index("ix_rotation_loss_cleared_by_id", "rotation_loss", ["cleared_by_id"])
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("ix_rotation_loss_open", "rotation_loss", ["event_id", "schedule_id"], **where)


def _carry_over() -> None:
    """One event for all that one occasion had made due, and a loss for each."""
    connection, now = op.get_bind(), datetime.now(UTC)
    demanded = _demands(connection)
    owing = schedules.c.reason != "scheduled", schedules.c.due_on.is_not(None)
    known: dict[tuple[Any, ...], int] = {}
    for row in connection.execute(sa.select(schedules).where(*owing).order_by(schedules.c.id)).all():
        at, leaver_id = demanded.get((row.account_id, row.credential), (now, None))
        person_id = leaver_id if row.reason == "leaver" else None
        occasion = (row.reason, person_id, at) if person_id else (row.reason, row.account_id, at)
        if occasion not in known:
            event = {"id": len(known) + 1, "kind": row.reason, "occasion": f"before:{row.id}", "person_id": person_id}
            connection.execute(sa.insert(events).values(**event, happened_at=at, opened_at=at))
            known[occasion] = event["id"]
        loss = {"event_id": known[occasion], "schedule_id": row.id, "lost_at": at, "due_on": row.due_on, "was": []}
        connection.execute(sa.insert(losses).values(**loss))
    if connection.dialect.name == "postgresql" and known:
        connection.exec_driver_sql("SELECT setval('rotation_event_id_seq', (SELECT max(id) FROM rotation_event))")


def _demands(connection: sa.Connection) -> dict[tuple[int, str], tuple[datetime, int | None]]:
    """Account and credential → when its change was demanded last, and who had left."""
    return {(id_, name): (at, leaver_id) for id_, name, at, leaver_id in _told(connection)}


def _told(connection: sa.Connection) -> Iterator[tuple[int, str, datetime, int | None]]:
    told = trail.c.action.in_(DEMANDED), trail.c.subject_type == "social_account"
    for row in connection.execute(sa.select(trail).where(*told).order_by(trail.c.id)):
        at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
        yield row.subject_id, row.fields["credential"], at, row.fields.get("leaver_id")
