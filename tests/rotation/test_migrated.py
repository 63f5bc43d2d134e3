"""What was due before events were on record is due still, as an event; and back again."""

import os
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from govdesk import db, schema

AT = "2027-02-20 09:30:00.000000"
# ruff: noqa: S608 - our own rows
MADE = (
    "INSERT INTO department (id, key, name) VALUES (1, 'press', 'Press')",
    "INSERT INTO person (id, directory_id, login, login_key, name, state) VALUES (1, '1', 'a', 'a', 'A', 'left')",
    *(
        "INSERT INTO social_account (id, identity, platform, kind, handle, url, name, state, unmatched,"
        f" registered_at, version) VALUES"
        f" ({n}, '{n}', 'x', 'profile', '{n}', 'u{n}', '{n}', 'active', '{{}}', '{AT}', 1)"
        for n in (1, 2, 3)
    ),
    *(
        "INSERT INTO rotation_schedule (id, account_id, credential, due_on, reason, version)"
        f" VALUES ({id_}, {account}, '{credential}', '{due}', '{reason}', 1)"
        for id_, account, credential, due, reason in (
            (1, 1, "password", "2027-02-20", "leaver"),
            (2, 2, "api_token", "2027-02-20", "leaver"),
            (3, 3, "password", "2027-02-25", "compromise"),
            (4, 3, "api_token", "2027-09-01", "scheduled"),
        )
    ),
    *(
        "INSERT INTO audit_event (at, action, subject_type, subject_id, fields) VALUES"
        f" ('{AT}', 'rotation:change:demanded', 'social_account', {account}, :fields{account})"
        for account in (1, 2)
    ),
)
FIELDS = {
    "fields1": '{"credential": "password", "leaver_id": 1}',
    "fields2": '{"credential": "api_token", "leaver_id": 1}',
}


@pytest.mark.skipif("GOVDESK_TEST_DATABASE_URL" in os.environ, reason="the test makes a file")
def test_what_was_due_is_carried_over_and_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    config = schema.config_of(url)
    command.upgrade(config, "0026")
    engine = db.connect(url)
    with engine.begin() as connection:
        for statement in MADE:
            connection.execute(text(statement), {k: v for k, v in FIELDS.items() if f":{k}" in statement})
    command.upgrade(config, "0027")
    with engine.begin() as connection:
        events = connection.execute(text("SELECT kind, person_id, happened_at FROM rotation_event ORDER BY id")).all()
        assert [tuple(event)[:2] for event in events] == [("leaver", 1), ("compromise", None)]
        assert str(events[0].happened_at) == AT
        losses = connection.execute(text("SELECT event_id, schedule_id FROM rotation_loss ORDER BY id")).all()
        assert [tuple(loss) for loss in losses] == [(1, 1), (1, 2), (2, 3)]
        calendar = connection.execute(text("SELECT calendar_on FROM rotation_schedule ORDER BY id")).scalars().all()
        assert calendar == [None, None, None, "2027-09-01"]
        connection.execute(text("UPDATE rotation_schedule SET line_id = 7, reason = 'mover' WHERE id = 2"))
        connection.execute(
            text(
                "INSERT INTO rotation_schedule (account_id, credential, line_id, reason, version)"
                " VALUES (2, 'api_token', 9, 'scheduled', 1)"
            )
        )
    command.downgrade(config, "0026")
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT credential, reason, due_on FROM rotation_schedule ORDER BY id")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        ("password", "leaver", str(date(2027, 2, 20))),
        ("api_token 7", "removed", "2027-02-20"),
        ("password", "compromise", "2027-02-25"),
        ("api_token", "scheduled", "2027-09-01"),
        ("api_token 9", "scheduled", None),
    ]
