"""How fast reminders that fall due together are recorded and delivered, by one worker and by four, on PostgreSQL.

Each worker is a process of its own, and so is the mail server, which answers at once or takes 50 ms for each answer
and counts what it was given. Memory is that of the largest worker, early on and in the end.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr
from sqlalchemy import delete, func, select

from govdesk import clock, db, schema
from govdesk.db import Sessions
from govdesk.notify import jobs as notify
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation import jobs as rotation
from govdesk.rotation import letters  # noqa: F401 - registers the words
from govdesk.settings import Settings
from tools.bench.due import owe
from tools.servers.postgres import Postgres
from tools.servers.process import HOST, free_port
from tools.servers.unprivileged import passing_folder

WORKERS = (1, 4)
NO_MAIL = "smtp://localhost"
SLOW = 0.05
"""Seconds a slow receiver takes for each answer."""
WARM_AFTER = 5.0
"""Seconds after which a worker has done each thing it does: from then on its memory should stay what it is."""
WORK = {"record": rotation.queue_reminders, "deliver": notify.deliver_owed}


def measure_notices(notices: int) -> None:
    """Prints what one worker and four can do; each finds the same work undone."""
    with passing_folder("bench-pg") as place, Postgres(place) as postgres:
        schema.upgrade(url := postgres.create("due"))
        owe(url, notices)
        print(f"\n{notices:,} reminders to as many people, all due now, on PostgreSQL", flush=True)
        for workers in WORKERS:
            copy = postgres.create(f"recorded{workers}", "due")
            _tell(f"recorded by {workers}", notices, *_timed(copy, "record", workers))
            _demand(copy, notices, NoticeState.OWED)
        for name, delay, some in (("", 0.0, notices), (", 50 ms an answer", SLOW, max(notices // 500, 60))):
            for workers in WORKERS:
                copy = postgres.create(f"delivered{workers}of{some}", "recorded1")
                _keep(copy, some)
                with _receiver(delay, some) as smtp:
                    spent = _timed(copy, "deliver", workers, smtp)
                _demand(copy, some, NoticeState.SENT)
                _tell(f"delivered by {workers}{name}", some, *spent)
                postgres.drop(f"delivered{workers}of{some}")


def _tell(what: str, number: int, seconds: float, early: float, late: float) -> None:
    rate, memory = f"{number / seconds:>9,.0f} a second", f"{early:.0f} to {late:.0f} MB"
    print(f"  {what:36} {number:>8,} {rate} {memory:>16}", flush=True)


def _timed(url: str, work: str, workers: int, smtp: str = NO_MAIL) -> tuple[float, float, float]:
    """Seconds until the last of so many workers is done, and the most megabytes of one, early and in the end."""
    command = [sys.executable, "-m", "tools.bench.notices", work, url, smtp]
    processes = [
        subprocess.Popen(command, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(workers)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()  # it is ready
    began = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
    sizes = [tuple(map(float, process.communicate()[0].split())) for process in processes]
    seconds = time.perf_counter() - began
    return seconds, max(early for early, _late in sizes), max(late for _early, late in sizes)


def _keep(url: str, some: int) -> None:
    engine = db.connect(url)
    with db.sessions_of(engine)() as session:
        session.execute(delete(Notice).where(Notice.person_id > some))
        session.commit()
    engine.dispose()


def _demand(url: str, number: int, state: NoticeState) -> None:
    """Nothing is lost and nothing stands twice."""
    engine = db.connect(url)
    with db.sessions_of(engine)() as session:
        there = select(func.count(), func.count(Notice.key.distinct())).where(Notice.state == state)
        found = tuple(session.execute(there).one())
    engine.dispose()
    if found != (number, number):
        raise RuntimeError(f"{found} in place of {number} notices are {state}")


@contextmanager
def _receiver(delay: float, some: int) -> Iterator[str]:
    """The address of a mail server that answers after `delay` seconds.

    Raises RuntimeError unless it got so many mails, each once.
    """
    port = free_port()
    command = [sys.executable, "-m", "tools.bench.receiver", str(port), str(delay)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()  # it answers
        yield f"smtp://{HOST}:{port}"
    finally:
        server.terminate()
        taken = server.communicate()[0].split()
    if taken != [str(some)] * 2:
        raise RuntimeError(f"{taken} in place of {some} mails and Message-IDs were received")


class _Memory:
    """Asked between two mails whether to stop: never, but it sees what the worker takes."""

    def __init__(self) -> None:
        self._warm_at, self.early = time.perf_counter() + WARM_AFTER, 0.0

    def is_stopping(self) -> bool:
        if time.perf_counter() < self._warm_at:
            self.early = _megabytes()
        return False


def _megabytes() -> float:
    """The most that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def work_once(work: str, url: str, smtp: str) -> None:
    """What one worker does, once it is told to go; then it says how many megabytes it took."""
    settings = settings_for(url, smtp)
    sessions: Sessions = db.sessions_of(db.connect(url))
    with sessions() as session:
        session.scalar(select(Notice.id).where(Notice.send_at > clock.utcnow()).limit(1))
    print("ready", flush=True)
    sys.stdin.readline()
    memory = _Memory()
    WORK[work](sessions, settings, memory.is_stopping)
    print(memory.early, _megabytes(), flush=True)


def settings_for(url: str, smtp: str) -> Settings:
    nowhere_else = SecretStr("only for the bench, never elsewhere")
    return Settings(database_url=url, secret_key=nowhere_else, base_url="http://localhost", smtp_url=smtp)


if __name__ == "__main__":
    work_once(*sys.argv[1:])
