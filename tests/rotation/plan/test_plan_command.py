"""`govdesk rotation plan`: says what would come of it, then does it once."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk.cli import main
from govdesk.db import connect
from govdesk.rotation.models import RotationSchedule
from tests.databases import migrated_file
from tests.worker.conftest import owe_rotations

TOKENS = """
rules:
  - name: Tokens
    applies_to: {credentials: [api_token]}
    calendar: monthly last
    because: The platform takes them back
"""


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """An installation with two accounts, whose passwords have a day set by hand."""
    url = migrated_file(tmp_path / "house.db")
    engine = connect(url)
    owe_rotations(engine, 2)
    with Session(engine) as session:
        session.execute(update(RotationSchedule).values(by_hand=True))
        session.commit()
    engine.dispose()
    own = tmp_path / "policies"
    own.mkdir()
    (own / "rotation.yml").write_text(TOKENS)
    return {
        "GOVDESK_DATABASE_URL": url, "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_POLICIES": str(own),
    }  # fmt: skip


def run(house: dict[str, str], *command: str) -> Any:
    result = CliRunner().invoke(main, [*command, "--json"], env=house)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_it_says_what_would_come_of_it_and_does_it_once(house: dict[str, str]) -> None:
    told = run(house, "rotation", "plan", "--dry-run")
    assert [(row["account"], row["credential"], row["now"], row["rule"]) for row in told] == [
        ("noaa0", "api_token", None, "Tokens"),
        ("noaa1", "api_token", None, "Tokens"),
    ]
    assert len(run(house, "rotation", "due")) == 2
    assert run(house, "rotation", "plan") == {"set": 2, "taken_back": 0}
    assert run(house, "rotation", "plan") == {"set": 0, "taken_back": 0}
    due = run(house, "rotation", "due")
    assert [row["due_on"] for row in due if row["credential"] == "api_token"] == [row["then"] for row in told]


def test_it_says_what_a_changed_file_would_do_before_anything_follows_it(house: dict[str, str]) -> None:
    run(house, "rotation", "plan")
    (Path(house["GOVDESK_POLICIES"]) / "rotation.yml").write_text("rules: []\n")
    told = run(house, "rotation", "plan", "--dry-run")
    assert [(row["then"], row["rule"]) for row in told] == [(None, None), (None, None)]
    assert run(house, "rotation", "plan") == {"set": 0, "taken_back": 2}


def test_check_names_file_line_and_reason_of_a_wrong_rule(house: dict[str, str]) -> None:
    (Path(house["GOVDESK_POLICIES"]) / "rotation.yml").write_text(TOKENS.replace("    because: The", "    why: The"))
    result = CliRunner().invoke(main, ["policies", "check"], env=house)
    assert result.exit_code == 1
    assert "rotation.yml:6: rules.0.why: is no name that is known here" in result.stderr
