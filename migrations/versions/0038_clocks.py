"""Tickets have promises: by when they are answered and solved, from what is on record of them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

MOMENT = sa.DateTime(timezone=True)
SOME = 1000

_ticket = sa.table(
    "ticket",
    sa.column("id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("priority", sa.String()),
    sa.column("assignee_id", sa.Integer()),
    sa.column("opened_at", MOMENT),
    sa.column("changed_at", MOMENT),
)
_event = sa.table(
    "audit_event",
    sa.column("id", sa.Integer()),
    sa.column("at", MOMENT),
    sa.column("subject_type", sa.String()),
    sa.column("subject_id", sa.Integer()),
    sa.column("fields", sa.JSON()),
)
_spell = sa.table(
    "ticket_spell",
    sa.column("ticket_id", sa.Integer()),
    sa.column("aspect", sa.String()),
    sa.column("value", sa.String()),
    sa.column("began_at", MOMENT),
    sa.column("ended_at", MOMENT),
)


def upgrade() -> None:
    _add_columns()
    _create_spells()
    _create_outcomes()
    _create_cases()
    for rows in _from_the_trail(op.get_bind()):
        op.bulk_insert(_spell, rows)


def _add_columns() -> None:
    with op.batch_alter_table("ticket_message") as table:
        table.add_column(sa.Column("side", sa.String(length=40)))
    op.execute(
        "UPDATE ticket_message SET side = CASE WHEN visibility = 'internal' THEN 'internal'"
        " WHEN author_id = (SELECT requester_id FROM ticket WHERE ticket.id = ticket_message.ticket_id)"
        " THEN 'requester' ELSE 'agent' END"
    )
    with op.batch_alter_table("ticket_message") as table:
        table.alter_column("side", existing_type=sa.String(length=40), nullable=False)
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("breaches_at", MOMENT))
        table.add_column(sa.Column("breaches_by", sa.String(length=40)))
        table.add_column(sa.Column("warn_at", MOMENT))
        table.add_column(sa.Column("reckoned_by", sa.String(length=32)))
    # The worker reckons what is empty.
    op.execute("UPDATE ticket SET reckoned_by = '' WHERE state NOT IN ('resolved', 'closed')")
    for name, where in (("reckoned", "reckoned_by"), ("warn_at", "warn_at")):
        there = sa.text(f"{where} IS NOT NULL")
        op.create_index(f"ix_ticket_{name}", "ticket", [where], sqlite_where=there, postgresql_where=there)
    not_over = sa.text("state NOT IN ('resolved', 'closed')")
    op.create_index(
        "ix_ticket_breaches_at",
        "ticket",
        ["breaches_at", "priority", "id"],
        sqlite_where=not_over,
        postgresql_where=not_over,
    )


def _create_spells() -> None:
    op.create_table(
        "ticket_spell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        _of_ticket("ticket_spell"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_spell"),
    )
    op.create_index("ix_ticket_spell_ticket_id", "ticket_spell", ["ticket_id"])
    still_so = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_ticket_spell_still_so",
        "ticket_spell",
        ["ticket_id", "aspect"],
        unique=True,
        sqlite_where=still_so,
        postgresql_where=still_so,
    )


def _create_outcomes() -> None:
    op.create_table(
        "ticket_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("fired_at", MOMENT, nullable=False),
        _of_ticket("ticket_warning"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_warning"),
        sa.UniqueConstraint(
            "ticket_id", "measure", "began_at", "percent", name="uq_ticket_warning_ticket_id_measure_began_at_percent"
        ),
    )
    op.create_table(
        "ticket_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("promised_by", sa.String(length=80), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("settled_at", MOMENT, nullable=False),
        sa.Column("used_seconds", sa.Integer(), nullable=False),
        sa.Column("was_kept", sa.Boolean(), nullable=False),
        _of_ticket("ticket_outcome"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_outcome"),
        sa.UniqueConstraint(
            "ticket_id",
            "measure",
            "began_at",
            "settled_at",
            name="uq_ticket_outcome_ticket_id_measure_began_at_settled_at",
        ),
    )
    op.create_index("ix_ticket_outcome_settled_at", "ticket_outcome", ["settled_at"])


def _create_cases() -> None:
    op.create_table(
        "platform_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=100)),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("chase_at", MOMENT, nullable=False),
        sa.Column("chased_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _of_ticket("platform_case"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_platform_case_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_platform_case"),
    )
    op.create_index("ix_platform_case_ticket_id", "platform_case", ["ticket_id"])
    op.create_index("ix_platform_case_by_id", "platform_case", ["by_id"])
    waiting = sa.text("ended_at IS NULL AND chased_at IS NULL")
    op.create_index(
        "ix_platform_case_chase", "platform_case", ["chase_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def _of_ticket(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["ticket_id"], ["ticket.id"], name=f"fk_{table}_ticket_id_ticket", ondelete="CASCADE"
    )


def _from_the_trail(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """What each ticket was and for how long, as the trail tells it: pauses that were served count."""
    last = 0
    while tickets := connection.execute(
        _ticket.select().where(_ticket.c.id > last).order_by(_ticket.c.id).limit(SOME)
    ).all():
        first, last = tickets[0].id, tickets[-1].id
        told: dict[int, list[Any]] = {ticket.id: [] for ticket in tickets}
        events = _event.select().where(_event.c.subject_type == "ticket", _event.c.subject_id.between(first, last))
        for event in connection.execute(events.order_by(_event.c.subject_id, _event.c.id)):
            if event.subject_id in told:
                told[event.subject_id].append(event)
        yield [spell for ticket in tickets for spell in _spells(ticket, told[ticket.id])]


def _spells(ticket: Any, events: list[Any]) -> list[dict[str, Any]]:
    states, people = [("new", ticket.opened_at)], []
    for event in events:
        if isinstance(state := event.fields.get("state"), list):
            states.append((state[1], event.at))
        if isinstance(person := event.fields.get("assignee_id"), list):
            people.append((person[1], event.at))
    # Where the trail tells less than the row, the row is right.
    if states[-1][0] != ticket.state:
        states = (
            [(ticket.state, ticket.opened_at)] if len(states) == 1 else [*states, (ticket.state, ticket.changed_at)]
        )
    if (people[-1][0] if people else None) != ticket.assignee_id:
        people.append((ticket.assignee_id, ticket.changed_at))
    spells = _in_turn(ticket.id, "state", states) + _in_turn(
        ticket.id, "priority", [(ticket.priority, ticket.opened_at)]
    )
    return spells + _in_turn(ticket.id, "assignee", people)


def _in_turn(ticket_id: int, aspect: str, turns: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
    ends = [*(began for _value, began in turns[1:]), None]
    return [
        {"ticket_id": ticket_id, "aspect": aspect, "value": str(value), "began_at": began, "ended_at": end}
        for (value, began), end in zip(turns, ends, strict=False)
        if value is not None
    ]


def downgrade() -> None:
    op.execute("UPDATE ticket SET state = 'open' WHERE state = 'waiting_platform'")
    for table in ("platform_case", "ticket_outcome", "ticket_warning", "ticket_spell"):
        op.drop_table(table)
    for index in ("reckoned", "warn_at", "breaches_at"):
        op.drop_index(f"ix_ticket_{index}", "ticket")
    with op.batch_alter_table("ticket") as table:
        for column in ("breaches_at", "breaches_by", "warn_at", "reckoned_by"):
            table.drop_column(column)
    with op.batch_alter_table("ticket_message") as table:
        table.drop_column("side")
    op.execute(
        "DELETE FROM notice WHERE kind IN ('ticket_warned', 'ticket_chased') AND state = 'owed' AND parcel_id IS NULL"
    )
