"""How fast reminders that fall due together are recorded and delivered, by one worker and by four, on PostgreSQL.

Each worker is a process of its own, and so is the mail server, which answers at once or takes 50 ms for each answer.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine, delete, event, func, select

from govdesk import clock, db, schema
from govdesk.db import Sessions
from govdesk.notify import jobs as notify
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation import jobs as rotation
from govdesk.rotation import letters  # noqa: F401 - registers the words
from govdesk.settings import Settings
from tools.bench.due import owe, owe_nothing
from tools.servers.postgres import Postgres
from tools.servers.process import HOST, free_port
from tools.servers.unprivileged import passing_folder

WORKERS = (1, 4)
NO_MAIL = "smtp://localhost"
SLOW = 0.05
"""Seconds a slow receiver takes for each answer."""
TICKS = 51
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
        for name, delay, some in (("", 0.0, notices // 20), (", 50 ms an answer", SLOW, max(notices // 500, 60))):
            for workers in WORKERS:
                copy = postgres.create(f"delivered{workers}of{some}", "recorded1")
                _keep(copy, some)
                with _receiver(delay) as smtp:
                    spent = _timed(copy, "deliver", workers, smtp)
                _demand(copy, some, NoticeState.SENT)
                _tell(f"delivered by {workers}{name}", some, *spent)


def measure_idle(schedules: int) -> None:
    """Prints what a tick costs when nothing is due. Raises RuntimeError when it reads the whole table."""
    with passing_folder("bench-pg") as place, Postgres(place) as postgres:
        schema.upgrade(url := postgres.create("idle"))
        owe_nothing(url, schedules)
        engine, settings = db.connect(url), _settings(url, NO_MAIL)
        print(f"\na tick among {schedules:,} schedules of which none is due", flush=True)
        for name, work in WORK.items():
            tick = partial(work, db.sessions_of(engine), settings, lambda: False)
            _demand_no_scan(engine, tick)
            spent = sorted(_seconds(tick) for _ in range(TICKS))
            print(
                f"  {name:36} {spent[TICKS // 2] * 1000:>8.1f} ms, the slowest {spent[-1] * 1000:.1f} ms", flush=True
            )
        engine.dispose()


def _demand_no_scan(engine: Engine, tick: Callable[[], object]) -> None:
    """Asked of the planner for each statement of a tick."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    tick()
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
            if "Seq Scan on rotation_schedule" in plan:
                raise RuntimeError(f"a tick reads the whole table:\n{plan}")


def _seconds(tick: Callable[[], object]) -> float:
    began = time.perf_counter()
    tick()
    return time.perf_counter() - began


def _tell(what: str, number: int, seconds: float, megabytes: float) -> None:
    print(f"  {what:36} {number:>8,} {number / seconds:>9,.0f} a second {megabytes:>6.0f} MB", flush=True)


def _timed(url: str, work: str, workers: int, smtp: str = NO_MAIL) -> tuple[float, float]:
    """Seconds until the last of so many workers is done, and the megabytes of the largest."""
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
    sizes = [float(process.communicate()[0]) for process in processes]
    return time.perf_counter() - began, max(sizes)


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
def _receiver(delay: float) -> Iterator[str]:
    """A mail server that answers after `delay` seconds; its address."""
    with TemporaryDirectory(prefix="govdesk-bench-") as folder:
        port = free_port()
        command = [sys.executable, "-m", "tools.servers.mailsink", folder, str(port), str(delay)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            server.stdout.readline()  # it answers
            yield f"smtp://{HOST}:{port}"
        finally:
            server.terminate()
            server.communicate()


def work_once(work: str, url: str, smtp: str) -> None:
    """What one worker does, once it is told to go; then it says how many megabytes it took."""
    settings = _settings(url, smtp)
    sessions: Sessions = db.sessions_of(db.connect(url))
    with sessions() as session:
        session.scalar(select(Notice.id).where(Notice.send_at > clock.utcnow()).limit(1))
    print("ready", flush=True)
    sys.stdin.readline()
    WORK[work](sessions, settings, lambda: False)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


def _settings(url: str, smtp: str) -> Settings:
    nowhere_else = SecretStr("only for the bench, never elsewhere")
    return Settings(database_url=url, secret_key=nowhere_else, base_url="http://localhost", smtp_url=smtp)


if __name__ == "__main__":
    work_once(*sys.argv[1:])
