"""Workers are killed, PostgreSQL is restarted and mail is slow: nothing is lost, hardly anything repeated."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from govdesk import schema
from tests.worker.conftest import owe_rotations, received
from tests.worker.test_run_workers import wait
from tools.servers.mailsink import MailSink
from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

pytestmark = pytest.mark.chaos
CREDENTIALS, WORKERS, ROUNDS = 150, 3, 12
SHORT_LEASES = """
from datetime import timedelta
from govdesk.notify import claims, outbox
claims.LEASE = outbox.LEASE = timedelta(seconds=6)
claims.USABLE = timedelta(seconds=3)
from govdesk.cli import main
main()
"""
"""A worker that is not waited for as long as usual."""


@pytest.fixture
def server() -> Iterator[Postgres]:
    with passing_folder("faults") as folder, Postgres(folder) as server:
        yield server


@pytest.fixture
def own_url(server: Postgres) -> str:
    """In place of the usual one: a server that this test may restart, and find again at the same place."""
    url = server.create("faults")
    schema.upgrade(url)
    return url


@pytest.fixture
def start(own_url: str, sink: MailSink) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    running: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ, "GOVDESK_DATABASE_URL": own_url, "GOVDESK_SMTP_URL": sink.url,
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere", "GOVDESK_BASE_URL": "http://localhost",
    }  # fmt: skip

    def begin() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", SHORT_LEASES, "worker"]
        running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def numbers(engine: Engine, question: str) -> list[int]:
    """Asked again while the server is away."""
    while True:
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(question)).scalars())
        except DBAPIError:
            continue


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_and_restarts_lose_nothing_and_repeat_at_most_one_mail_each(
    own_engine: Engine, start: Callable[[], "subprocess.Popen[bytes]"], sink: MailSink, server: Postgres, seed: int
) -> None:
    owe_rotations(own_engine, CREDENTIALS)
    chance, workers, faults = random.Random(seed), [start() for _ in range(WORKERS)], 0
    sink.delay = 0.02
    for _ in range(ROUNDS):
        enough = len(sink.messages()) + chance.randrange(2, 20)
        wait(lambda enough=enough: len(sink.messages()) >= min(enough, 2 * CREDENTIALS))  # type: ignore[misc]
        if chance.random() < 0.3:
            server.restart()
            faults += WORKERS
        else:
            workers.pop(chance.randrange(WORKERS)).kill()
            workers.append(start())
            faults += 1
    wait(lambda: numbers(own_engine, "SELECT count(*) FROM notice WHERE state <> 'sent'") == [0])
    assert numbers(own_engine, "SELECT count(*) FROM notice") == [2 * CREDENTIALS]
    assert numbers(own_engine, "SELECT count(DISTINCT key) FROM notice") == [2 * CREDENTIALS]
    assert numbers(own_engine, "SELECT count(*) FROM parcel WHERE settled_at IS NULL") == [0]
    mails = Counter(received(sink))
    assert len(mails) == 2 * CREDENTIALS
    assert sum(mails.values()) - len(mails) <= faults
