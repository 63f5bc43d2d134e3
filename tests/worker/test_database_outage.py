"""While its database is down a worker waits and does not fill the log."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk import db
from govdesk.settings import Settings
from govdesk.worker import JOBS, _guarded


@pytest.fixture
def mailing(settings: Settings) -> Settings:
    """With a mail server, which is not needed as long as nothing is owed."""
    return settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})


def tick(sessions: Callable[[], Session], settings: Settings) -> None:
    for job in JOBS:
        _guarded(job, sessions, settings, lambda: False)


def test_an_outage_is_one_line_when_it_begins_and_one_when_it_is_over(
    sessions: Callable[[], Session], mailing: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "govdesk.worker")
    down = db.sessions_of(db.connect(f"sqlite:///{tmp_path}/no-such-folder/govdesk.db"))
    for _ in range(2):
        for _ in range(3):
            tick(down, mailing)
        for _ in range(3):
            tick(sessions, mailing)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 4
    for begun, over in (said[:2], said[2:]):
        assert begun.startswith("the database cannot be used")
        assert "unable to open database file" in begun
        assert "\n" not in begun
        assert over.startswith("the database is back after")
    assert not any(record.exc_info for record in caplog.records)


def test_it_is_over_only_when_every_job_can_go_on(
    sessions: Callable[[], Session], mailing: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "govdesk.worker")
    down = db.sessions_of(db.connect(f"sqlite:///{tmp_path}/no-such-folder/govdesk.db"))
    tick(down, mailing)
    for job in JOBS[1:]:
        _guarded(job, sessions, mailing, lambda: False)
    assert len(caplog.records) == 1
    tick(sessions, mailing)
    assert len(caplog.records) == 2
