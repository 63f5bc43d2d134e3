"""Before the first migration every command says what to do, and nothing is served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from govdesk import create_app, schema
from govdesk.cli import main
from govdesk.settings import Settings
from tests import databases

ADVICE = "Error: The database has no tables yet: run govdesk db upgrade.\n"
COMMANDS = (
    "people list", "people show ada", "accounts export", "accounts verify https://x.com/noaa",
    "accounts import {folder}/list.csv", "rotation due", "notices list", "policies publish",
    "reports make register --out {folder}/register.csv",
    "breakglass open opsadmin --hours 1", "breakglass close", "demo load", "db check", "worker", "worker --once",
    "serve --port 28471",
)  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table."""
    with databases.empty(tmp_path) as url:
        yield url


@pytest.fixture
def house(empty: str) -> dict[str, str]:
    return {
        "GOVDESK_DATABASE_URL": empty,
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_BASE_URL": "http://localhost",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_what_to_do_and_fails(house: dict[str, str], command: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("url\nhttps://x.com/noaa\n")
    words = command.format(folder=tmp_path).split()
    result = CliRunner().invoke(main, words, env=house, input="a long enough password\n" * 2)
    assert (result.exit_code, result.stderr[-len(ADVICE) :]) == (1, ADVICE), result.output
    assert "no such table" not in result.output


def test_a_server_started_otherwise_is_not_ready(empty: str, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"database_url": empty}))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json and answer.json["migrations"]) == (503, "down")
    app.extensions["engine"].dispose()


def test_a_database_that_is_behind_is_told_from_an_empty_one(
    house: dict[str, str], empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.upgrade(empty)
    newest = schema.newest()
    monkeypatch.setattr(schema, "newest", lambda: "9999")
    result = CliRunner().invoke(main, ["db", "check"], env=house)
    assert f"The database is at migration {newest}, not 9999: run govdesk db upgrade." in result.stderr
