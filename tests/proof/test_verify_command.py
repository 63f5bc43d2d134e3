"""`govdesk accounts verify`: JSON always, exit 0 only for what is official."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from govdesk.cli import main
from tests.databases import migrated_file


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    url = migrated_file(tmp_path / "house.db")
    monkeypatch.setenv("GOVDESK_DATABASE_URL", url)
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    sheet = tmp_path / "accounts.csv"
    sheet.write_text("platform,url,name\nx,https://x.com/noaa,NOAA\n", encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(main, ["accounts", "import", str(sheet)]).exit_code == 0
    return runner


def test_official_is_exit_0_and_all_else_is_exit_1_with_json(house: CliRunner) -> None:
    for url, status in (
        ("https://m.twitter.com/NOAA?s=1", "official"),
        ("notx.com/noaa", "unknown"),
        ("", "unknown"),
        ("x.com/noaa\udcff", "unknown"),
    ):
        told = house.invoke(main, ["accounts", "verify", url, "--json"])
        answer = json.loads(told.stdout)
        assert (answer["url"], answer["status"]) == (url.replace("\udcff", "\\udcff"), status)
        assert told.exit_code == (0 if status == "official" else 1)
        assert (answer["account"] is not None) == (status == "official")
