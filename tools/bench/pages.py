"""How fast the pages are, beside the floor of a bare WSGI application.

The house is opened as `make run` opens it, the floor by the same web server; requests alternate between them, so
that noise hits both. What counts is the ratio; the milliseconds are this machine's.
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bench.door import Door, wait_for
from tools.house import open_house
from tools.servers.process import free_port
from tools.servers.unprivileged import private_folder

ROUNDS = 300
WARM_UP = 20
BIN = Path(sys.executable).parent


def measure_pages() -> None:
    with TemporaryDirectory(prefix="govdesk-bench-") as folder:
        var = Path(folder)
        var.chmod(0o755)
        with open_house(var) as address, _floor(var) as floor_address:
            stranger, grace, floor = Door(address), Door(address), Door(floor_address)
            grace.sign_in("grace")
            _tell(
                _measure(
                    {
                        "floor, bare WSGI, 25 rows": lambda: floor.get("/"),
                        "sign-in page": lambda: stranger.get("/signin"),
                        "list of accounts, 25 a page": lambda: grace.get("/accounts"),
                        "one account": lambda: grace.get("/accounts/1"),
                        "my day": lambda: grace.get("/"),
                    }
                )
            )
            _tell_weight(stranger, grace)


@contextmanager
def _floor(var: Path) -> Iterator[str]:
    port = free_port()
    database = next(iter(_data_folder(var).glob("*.sqlite")))
    command = [BIN / "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1", "tools.floor:app"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env={**os.environ, "FLOOR_DATABASE": str(database)}, **quiet)  # type: ignore[call-overload]
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)


def _data_folder(var: Path) -> Path:
    """Where `make run` keeps its database: in `var`, or where a note there says."""
    return private_folder(var, "data")


def _measure(pages: dict[str, Callable[[], bytes]]) -> dict[str, list[float]]:
    """Milliseconds of each page, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(WARM_UP + ROUNDS):
        for name, fetch in pages.items():
            began = time.perf_counter()
            fetch()
            if number >= WARM_UP:
                times[name].append((time.perf_counter() - began) * 1000)
    return times


def _tell(times: dict[str, list[float]]) -> None:
    floor = statistics.median(next(iter(times.values())))
    print(f"\n{'page':32}{'median ms':>10}{'p95 ms':>9}{'x floor':>9}")
    for name, values in times.items():
        median, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:32}{median:10.2f}{p95:9.2f}{median / floor:9.1f}")


def _tell_weight(stranger: Door, grace: Door) -> None:
    """What a browser that has nothing yet fetches, compressed as it travels (pages: as a proxy would)."""
    for name, door, path in (("sign-in page", stranger, "/signin"), ("list of accounts", grace, "/accounts")):
        page = door.get(path)
        files = set(re.findall(rb'(?:src|href)="(/static/[^"#]+)', page))
        weight = sum(len(door.get(file.decode(), **{"Accept-Encoding": "gzip"})) for file in files)
        total = (weight + len(gzip.compress(page))) / 1000
        print(f"first visit, {name}: {total:.1f} kB in {len(files) + 1} requests")
