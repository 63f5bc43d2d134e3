"""How fast anybody is told whether an address is ours, among a thousand accounts and among a hundred thousand.

Asked of the application itself, without a network between: the time is the server's own. Official and unknown
addresses alternate, and so do the registers, so that noise hits all alike.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import insert

from govdesk import create_app, db, schema
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department
from govdesk.proof.allowance import Allowance
from govdesk.settings import Settings
from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

SMALL, LARGE = 1_000, 100_000
ROUNDS, WARM_UP = 500, 50
MOST_MS, MOST_TIMES = 5.0, 1.3
AT_ONCE = 5_000
ANSWERS = (
    ("official", "/api/v1/verify", 200),
    ("unknown", "/api/v1/verify", 404),
    ("page, official", "/verify", 200),
    ("page, unknown", "/verify", 200),
)


def measure_proof() -> None:
    """Prints a table. Raises RuntimeError where an answer is wrong."""
    with ExitStack() as stack:
        own = Path(stack.enter_context(TemporaryDirectory(prefix="govdesk-bench-")))
        postgres = stack.enter_context(Postgres(stack.enter_context(passing_folder("bench-pg"))))
        places = {
            "SQLite": [f"sqlite:///{own}/{size}.db" for size in (SMALL, LARGE)],
            "PostgreSQL": [postgres.create(f"proof{size}") for size in (SMALL, LARGE)],
        }
        for name, urls in places.items():
            with _register(urls[0], SMALL) as small, _register(urls[1], LARGE) as large:
                _tell(name, _measure({SMALL: small, LARGE: large}))


@contextmanager
def _register(url: str, size: int) -> Iterator[Flask]:
    """An application with that many accounts, each owned by a department."""
    schema.upgrade(url)
    now, engine = datetime.now(UTC), db.connect(url)
    with db.sessions_of(engine)() as session:
        session.add(Department(key="press", name="Press"))
        session.flush()
        for first in range(0, size, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, size))
            session.execute(insert(SocialAccount), [_account(n, now) for n in numbers])
            session.execute(
                insert(Ownership), [{"account_id": n + 1, "department_id": 1, "position": 0} for n in numbers]
            )
        session.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    settings = Settings(database_url=url, secret_key="only for the bench", base_url="http://localhost")  # noqa: S106 - opens nothing
    app = create_app(settings)
    app.extensions["public_allowance"] = Allowance(stock=10**9, per_second=1.0, addresses=10)
    yield app
    app.extensions["engine"].dispose()


def _account(number: int, now: datetime) -> dict[str, object]:
    handle = f"noaa{number}"
    return {
        "id": number + 1,
        "identity": f"x:account:{handle}",
        "platform": "x",
        "kind": "account",
        "handle": handle,
        "url": f"https://x.com/{handle}",
        "name": handle,
        "state": "active",
        "accountable_id": 1,
        "registered_at": now,
        "unmatched": {},
        "version": 1,
    }


def _measure(apps: dict[int, Flask]) -> dict[tuple[int, str], list[float]]:
    """Milliseconds by size of the register and by answer."""
    times: dict[tuple[int, str], list[float]] = {}
    clients = {size: app.test_client() for size, app in apps.items()}
    for number in range(WARM_UP + ROUNDS):
        for size, client in clients.items():
            for answer, path, status in ANSWERS:
                handle = f"nobody{number}" if "unknown" in answer else f"noaa{number * 7919 % size}"
                question = f"{path}?url=https%3A%2F%2Fm.twitter.com%2F{handle}%2Fstatus%2F1%3Fs%3D20"
                began = time.perf_counter()
                told = client.get(question)
                taken = (time.perf_counter() - began) * 1000
                if told.status_code != status:
                    raise RuntimeError(f"{question} was answered {told.status_code}")
                if number >= WARM_UP:
                    times.setdefault((size, answer), []).append(taken)
    return times


def _tell(database: str, times: dict[tuple[int, str], list[float]]) -> None:
    print(f"\n{'verify, ' + database:32}{'median ms':>10}{'p95 ms':>9}{'x small':>9}")
    for (size, answer), values in times.items():
        median, small = statistics.median(values), statistics.median(times[SMALL, answer])
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"{f'{answer}, {size:,} accounts':32}{median:10.2f}{p95:9.2f}{median / small:9.2f}", flush=True)
        if median > MOST_MS or median > MOST_TIMES * small:
            print(f"  slower than promised: at most {MOST_MS} ms and {MOST_TIMES} times the small register")
