"""`govdesk directory sync` as scripts see it."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from govdesk.cli import main
from govdesk.directory import cli
from govdesk.directory.former import once_called
from govdesk.directory.sync.report import Count, SyncReport
from tests.directory.conftest import entry, run


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
    assert answer.stderr.count(reason) == 1, "once is enough"


@pytest.mark.parametrize(("full", "said"), [(True, "7 departments"), (False, "only what has changed was read")])
def test_departments_that_were_not_read_are_not_counted(full: bool, said: str) -> None:
    told = cli.summary(SyncReport(departments=Count(seen=7 if full else 0), full=full))
    assert said in told
    assert "0 departments" not in told


def test_whoever_had_a_login_once_is_found_by_it(session: Session) -> None:
    run(session, entry("amy"), entry("ben"))
    run(session, entry("amy.fox", entryuuid="id-of-amy"), entry("ben"))
    assert [person.login for person in once_called(session, "AMY")] == ["amy.fox"]
    run(session, entry("amy.fox", entryuuid="id-of-amy"), entry("ben"), entry("amy", entryuuid="id-of-another"))
    assert [person.login for person in once_called(session, "amy")] == ["amy.fox"], "not who has it now"
    assert once_called(session, "ben") == []
