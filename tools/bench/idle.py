"""What a tick costs among very many schedules of which none is due, on both databases."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from govdesk import db, schema
from tools.bench.due import owe_nothing
from tools.bench.notices import NO_MAIL, WORK, settings_for
from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

TICKS = 51
EXPLAINED = {
    "postgresql": ("EXPLAIN", "Seq Scan on rotation_schedule"),
    "sqlite": ("EXPLAIN QUERY PLAN", "SCAN rotation_schedule"),
}
"""How to ask for the plan of a statement, and what stands in it when the table is read whole.

The others hold next to nothing here, and reading nothing whole is cheap.
"""


def measure_idle(schedules: int) -> None:
    """Prints what a tick costs when nothing is due. Raises RuntimeError when it reads all schedules."""
    with ExitStack() as stack:
        own = stack.enter_context(TemporaryDirectory(prefix="govdesk-bench-"))
        postgres = stack.enter_context(Postgres(stack.enter_context(passing_folder("bench-pg"))))
        for name, url in (("PostgreSQL", postgres.create("idle")), ("SQLite", f"sqlite:///{own}/idle.db")):
            schema.upgrade(url)
            owe_nothing(url, schedules)
            print(f"\na tick among {schedules:,} schedules of which none is due, on {name}", flush=True)
            _measure_ticks(url)


def _measure_ticks(url: str) -> None:
    engine, settings = db.connect(url), settings_for(url, NO_MAIL)
    for name, work in WORK.items():
        tick = partial(work, db.sessions_of(engine), settings, lambda: False)
        _demand_no_scan(engine, tick)
        spent = sorted(_seconds(tick) for _ in range(TICKS))
        print(f"  {name:36} {spent[TICKS // 2] * 1000:>8.1f} ms, the slowest {spent[-1] * 1000:.1f} ms", flush=True)
    engine.dispose()


def _demand_no_scan(engine: Engine, tick: Callable[[], object]) -> None:
    """Asked of the planner for each statement of a tick."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    tick()
    event.remove(engine, "before_cursor_execute", note)
    explain, scan = EXPLAINED[engine.dialect.name]
    with engine.connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
            plan = "\n".join(str(row[-1]) for row in rows)
            if scan in plan:
                raise RuntimeError(f"a tick reads all schedules:\n{plan}")


def _seconds(tick: Callable[[], object]) -> float:
    began = time.perf_counter()
    tick()
    return time.perf_counter() - began
