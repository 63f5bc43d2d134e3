"""Whatever breaks off leaves people as they were before or as they are after, and the next run carries on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from govdesk import db
from govdesk.db import Sessions
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import READING, Person, RunState, SyncRun
from govdesk.directory.sync.records import SILENT, AlreadyRunning
from govdesk.directory.sync.run import synchronise
from tests import databases
from tests.conftest import NOW, VIENNA
from tests.directory.ldap.scene import company_of
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

KILLED = """
import os, signal, sys
from datetime import datetime
from zoneinfo import ZoneInfo
from sqlalchemy import event
from govdesk import db
from govdesk.directory.company import Company
from govdesk.directory.sync.run import synchronise
from govdesk.settings import Settings

settings, where, statements = Settings.read(), sys.argv[1], []

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def count(_connection, _cursor, statement, *_):
    statements.append(statement)
    if statement.lstrip().startswith(where):
        die()

engine = db.connect(settings.database_url)
if where != "reading":
    event.listen(engine, "after_cursor_execute", count)
company = Company.of(settings)
synchronise(
    db.sessions_of(engine), company.server, company.roles,
    now=datetime.fromisoformat(sys.argv[2]), tz=ZoneInfo("Europe/Vienna"),
    tell=die if where == "reading" else lambda _entries: None,
)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, in which transactions end for good."""
    with databases.migrated(tmp_path) as url:
        engine = db.connect(url)
        yield engine
        engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return db.sessions_of(engine)


@pytest.fixture
def own_slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company(1500))) as slapd:
        yield slapd


def people(sessions: Sessions) -> int:
    with sessions() as session:
        return session.scalar(select(func.count(Person.id))) or 0


def states(sessions: Sessions) -> list[RunState]:
    with sessions() as session:
        return list(session.scalars(select(SyncRun.state).order_by(SyncRun.id)))


def test_s3_killing_slapd_in_the_middle_changes_nothing(sessions: Sessions, own_slapd: Slapd) -> None:
    directory = company_of(own_slapd.environment())

    def kill(entries: int) -> None:
        if entries >= 500:
            own_slapd.stop()

    with pytest.raises(DirectoryUnreachable):
        synchronise(sessions, directory.server, directory.roles, now=NOW, tz=VIENNA, tell=kill)
    with sessions() as session:
        run = session.scalars(select(SyncRun)).one()
        assert (run.state, run.ended_at is not None, bool(run.reason)) == (RunState.FAILED, True, True)
        assert session.execute(select(READING)).all() == []
    assert people(sessions) == 0


@pytest.mark.parametrize("where", ["reading", "INSERT INTO person", "INSERT INTO audit_event"])
def test_s15_a_run_that_is_killed_is_carried_on(
    sessions: Sessions, engine: Engine, own_slapd: Slapd, where: str
) -> None:
    directory = company_of(own_slapd.environment())
    environment = {
        **os.environ,
        **own_slapd.environment(),
        "GOVDESK_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_BASE_URL": "http://localhost",
    }
    command = [sys.executable, "-c", KILLED, where, NOW.isoformat()]
    killed = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert people(sessions) == 0
    assert states(sessions) == [RunState.RUNNING]
    with pytest.raises(AlreadyRunning):
        run(sessions, directory, minutes=1)
    assert run(sessions, directory, minutes=SILENT.seconds // 60 + 1) == 1500
    assert states(sessions) == [RunState.FAILED, RunState.DONE]
    assert people(sessions) == 1500


def run(sessions: Sessions, directory: Company, *, minutes: int) -> int:
    now = NOW + timedelta(minutes=minutes)
    return synchronise(sessions, directory.server, directory.roles, now=now, tz=VIENNA).people.new


def test_s15_of_two_at_once_one_works(sessions: Sessions, own_slapd: Slapd) -> None:
    directory, refused = company_of(own_slapd.environment()), []

    def another(_entries: int) -> None:
        with pytest.raises(AlreadyRunning):
            run(sessions, directory, minutes=0)
        refused.append(True)

    synchronise(sessions, directory.server, directory.roles, now=NOW, tz=VIENNA, tell=another)
    assert refused
    assert people(sessions) == 1500
