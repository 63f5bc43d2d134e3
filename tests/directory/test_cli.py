"""`govdesk directory sync` as scripts see it."""

import json

import pytest
from click.testing import CliRunner

from govdesk.cli import main
from govdesk.directory import cli
from govdesk.directory.sync.report import SyncReport


def test_a_stopped_run_fails_with_its_reason(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    reason = "the directory shows nobody, though people are known"
    monkeypatch.setattr(cli, "synchronise", lambda *_args, **_more: SyncReport(stopped=reason))
    environment = {
        "GOVDESK_DATABASE_URL": database_url,
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_BASE_URL": "http://localhost",
    }
    answer = CliRunner().invoke(main, ["directory", "sync", "--json"], env=environment)
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["stopped"] == reason
    assert reason in answer.stderr
