"""Tickets of before have their facts from the trail: pauses they served count."""

import os
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from govdesk import db, schema

# ruff: noqa: S608 - our own rows
OPENED, TAKEN, WAITED, WENT_ON = (f"2027-03-01 {hour}:00:00.000000" for hour in ("09", "10", "11", "15"))
EVENTS = (
    (1, OPENED, '{"kind": "incident", "priority": "2"}'),
    (1, TAKEN, '{"assignee_id": [null, 2], "state": ["new", "open"]}'),
    (1, WAITED, '{"state": ["open", "waiting"]}'),
    (1, WENT_ON, '{"state": ["waiting", "open"]}'),
    (2, OPENED, '{"kind": "incident", "priority": "2"}'),
    (2, TAKEN, '{"assignee_id": [null, 2], "state": ["new", "resolved"]}'),
)
MADE = (
    *(
        "INSERT INTO person (id, directory_id, login, login_key, name, state)"
        f" VALUES ({n}, '{n}', 'p{n}', 'p{n}', 'P', 'active')"
        for n in (1, 2)
    ),
    *(
        "INSERT INTO ticket (id, kind, subject, requester_id, assignee_id, state, priority, opened_at, changed_at,"
        " form_key, version) VALUES"
        f" ({n}, 'incident', 's', 1, {by}, '{state}', '2', '{OPENED}', '{WENT_ON}', 'k{n}', 1)"
        for n, by, state in ((1, 2, "open"), (2, 2, "resolved"), (3, "NULL", "waiting"))
    ),
    *(
        "INSERT INTO ticket_message (id, ticket_id, author_id, visibility, text, written_at, form_key)"
        f" VALUES ({n}, 1, {by}, '{seen}', 't', '{OPENED}', 'm{n}')"
        for n, by, seen in ((1, 1, "public"), (2, 2, "public"), (3, 2, "internal"))
    ),
)


@pytest.mark.skipif("GOVDESK_TEST_DATABASE_URL" in os.environ, reason="the test makes a file")
def test_what_the_trail_knows_becomes_facts_and_goes_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    config = schema.config_of(url)
    command.upgrade(config, "0037")
    engine = db.connect(url)
    with engine.begin() as connection:
        for statement in MADE:
            connection.execute(text(statement))
        for ticket, moment, fields in EVENTS:
            told = "INSERT INTO audit_event (at, action, subject_type, subject_id, fields)"
            values = {"at": moment, "n": ticket, "f": fields}
            connection.execute(text(f"{told} VALUES (:at, 'a', 'ticket', :n, :f)"), values)
    command.upgrade(config, "0038")
    with engine.begin() as connection:
        rows = connection.execute(
            text("SELECT ticket_id, aspect, value, began_at, ended_at FROM ticket_spell ORDER BY id")
        ).all()
        assert [tuple(row) for row in rows] == [
            (1, "state", "new", OPENED, TAKEN),
            (1, "state", "open", TAKEN, WAITED),
            (1, "state", "waiting", WAITED, WENT_ON),
            (1, "state", "open", WENT_ON, None),
            (1, "priority", "2", OPENED, None),
            (1, "assignee", "2", TAKEN, None),
            (2, "state", "new", OPENED, TAKEN),
            (2, "state", "resolved", TAKEN, None),
            (2, "priority", "2", OPENED, None),
            (2, "assignee", "2", TAKEN, None),
            (3, "state", "waiting", OPENED, None),  # the trail knows nothing of it
            (3, "priority", "2", OPENED, None),
        ]
        sides = connection.execute(text("SELECT side FROM ticket_message ORDER BY id")).scalars().all()
        assert sides == ["requester", "agent", "internal"]
        left = connection.execute(text("SELECT reckoned_by FROM ticket ORDER BY id")).scalars().all()
        assert left == ["", None, ""]
    command.downgrade(config, "0037")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ticket")).scalar() == 3
    engine.dispose()
