"""Real `govdesk worker` processes on a database of their own, SQLite or PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from govdesk import clock, db
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from govdesk.rotation.models import RotationSchedule
from tests import databases
from tools.servers.mailsink import MailSink

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def own_url(tmp_path: Path) -> Iterator[str]:
    """A migrated database that other processes may use, too."""
    with databases.migrated(tmp_path) as url:
        yield url


@pytest.fixture
def own_engine(own_url: str) -> Iterator[Engine]:
    engine = db.connect(own_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "sink") as sink:
        yield sink


@pytest.fixture
def start(own_url: str, sink: MailSink) -> Iterator[Start]:
    """`start()` runs a worker, `start("--once")` one that ends by itself; none outlives the test."""
    running: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ, "GOVDESK_DATABASE_URL": own_url, "GOVDESK_SMTP_URL": sink.url,
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere", "GOVDESK_BASE_URL": "http://localhost",
    }  # fmt: skip

    def begin(*options: str, **more: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "from govdesk.cli import main; main()", "worker", *options]
        process = subprocess.Popen(command, env={**environment, **more}, stderr=subprocess.PIPE)
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def owe_rotations(engine: Engine, count: int) -> None:
    """So many credentials due today, each asking a custodian and a department of its own: two mails each."""
    now = clock.utcnow()
    with Session(engine) as session:
        for number in range(count):
            login, box = f"ada{number or ''}", f"press{number or ''}"
            press = Department(key=box, name=box.title(), mailbox=f"{box}@commerce.example")
            ada = Person(
                directory_id=login, login=login, login_key=login, name=login, mail=f"{login}@commerce.example"
            )
            session.add_all([press, ada])
            session.flush()
            account = SocialAccount(
                identity=f"x:{number}", platform="x", kind="profile", handle=f"noaa{number}",
                url=f"https://x.com/noaa{number}", name="NOAA", registered_at=now,
                ownerships=[Ownership(department=press, position=0)],
            )  # fmt: skip
            session.add(account)
            session.flush()
            session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=now.date()))
            due = {
                "calendar_on": now.date(),
                "due_on": now.date(),
                "stage": "1",
                "remind_at": now - timedelta(minutes=1),
            }
            session.add(RotationSchedule(account_id=account.id, credential="password", **due))
        session.commit()


def states(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return [str(state) for state in session.scalars(select(Notice.state))]


def received(sink: MailSink) -> list[tuple[str, str]]:
    """Key and Message-ID of each mail, as the receiver counts them."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in sink.messages()]
    return [(str(mail["X-Notice-Key"]), str(mail["Message-ID"])) for mail in found]
