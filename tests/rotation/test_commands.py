"""`govdesk rotation due` and `govdesk notices list`, in the shapes that scripts rely on."""

import getpass
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.audit.models import AuditEvent
from govdesk.cli import main
from govdesk.db import connect
from govdesk.rotation.models import RotationSchedule
from tests.databases import migrated_file
from tests.worker.conftest import owe_rotations


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """An installation with two credentials due today."""
    url = migrated_file(tmp_path / "house.db")
    engine = connect(url)
    owe_rotations(engine, 2)
    engine.dispose()
    return {
        "GOVDESK_DATABASE_URL": url,
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_BASE_URL": "http://localhost",
    }


def run(house: dict[str, str], *command: str) -> Any:
    result = CliRunner().invoke(main, [*command, "--json"], env=house)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def today() -> date:
    return clock.utcnow().date()


def test_what_is_due_is_listed_with_its_reason(house: dict[str, str]) -> None:
    rows = run(house, "rotation", "due")
    assert rows[0] == {
        "account": "https://x.com/noaa0",
        "credential": "password",
        "due_on": today().isoformat(),
        "reason": "scheduled",
        "events": [],
        "state": "due",
        "responsible": None,
        "custodians": ["ada"],
    }
    assert len(rows) == 2


def test_whoever_prints_who_can_get_in_is_on_record_once(house: dict[str, str]) -> None:
    run(house, "rotation", "due")
    engine = connect(house["GOVDESK_DATABASE_URL"])
    with Session(engine) as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "rotation:list:printed"))
        assert event.fields == {"operator": getpass.getuser(), "rows": 2}
    engine.dispose()


def test_days_ahead_narrow_the_list(house: dict[str, str]) -> None:
    engine = connect(house["GOVDESK_DATABASE_URL"])
    with Session(engine) as session:
        session.get_one(RotationSchedule, 1).due_on = today() + timedelta(days=9)
        session.commit()
    engine.dispose()
    assert len(run(house, "rotation", "due", "--within", "8")) == 1
    assert len(run(house, "rotation", "due", "--within", "9")) == 2


def test_a_pass_of_the_worker_leaves_notices_that_can_be_listed(house: dict[str, str]) -> None:
    assert CliRunner().invoke(main, ["worker", "--once"], env=house).exit_code == 0
    rows = run(house, "notices", "list")
    assert [(row["recipient"], row["stage"], row["state"], row["attempts"]) for row in rows] == [
        ("ada", "0", "owed", 0),
        ("Press", "0", "owed", 0),
        ("ada1", "0", "owed", 0),
        ("Press1", "0", "owed", 0),
    ]
    assert set(rows[0]) >= {"key", "kind", "due_at", "sent_at"}


def test_a_table_is_printed_for_people(house: dict[str, str]) -> None:
    for command in (["rotation", "due"], ["notices", "list"]):
        result = CliRunner().invoke(main, command, env=house)
        assert result.exit_code == 0, result.output
    assert "No notice" in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("grace_days: -1", "grace_days"),
        ("remind_days_before: [7, 7]", "a day stands twice"),
        ("remind_days_before: soon", "remind_days_before"),
        ("grace: 3", "grace"),
        ("overdue_every_days: 0", "overdue_every_days"),
    ],
)
def test_a_fault_in_the_file_stops_the_start_and_is_named(
    house: dict[str, str], tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "rotation.yml").write_text(content)
    result = CliRunner().invoke(main, ["worker", "--once"], env={**house, "GOVDESK_POLICIES": str(tmp_path)})
    assert result.exit_code == 1
    assert "rotation.yml" in result.output
    assert says in result.output
