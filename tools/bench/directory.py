"""How fast people are brought up to date and signed in, beside what python-ldap alone needs for the same answers."""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from govdesk import schema
from govdesk.settings import Settings
from tools.bench import raw
from tools.bench.door import Door, wait_for
from tools.servers.big_company import PASSWORD, BigCompany
from tools.servers.postgres import Postgres
from tools.servers.process import free_port
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

ROUNDS = 3
SIGN_INS = 60
LOOK_SECONDS = 0.02
GOVDESK = str(Path(sys.executable).with_name("govdesk"))

Environment = Mapping[str, str]


def measure_directory(people: int) -> None:
    """Prints two tables."""
    company = BigCompany(people)
    with ExitStack() as stack:
        folder = stack.enter_context(passing_folder("bench"))
        began = time.perf_counter()
        slapd = stack.enter_context(Slapd(folder, company))
        print(f"\n{people:,} people in OpenLDAP, loaded in {time.perf_counter() - began:.0f} s", flush=True)
        postgres = stack.enter_context(Postgres(stack.enter_context(passing_folder("bench-pg"))))
        own = Path(stack.enter_context(TemporaryDirectory(prefix="govdesk-bench-")))
        env = {**os.environ, **slapd.environment(), "GOVDESK_SECRET_KEY": "only for the bench, never elsewhere"}
        places = {
            "SQLite": [f"sqlite:///{own}/{n}.db" for n in range(ROUNDS)],
            "PostgreSQL": [postgres.create(f"bench{n}") for n in range(ROUNDS)],
        }
        for name, urls in places.items():
            _tell_runs(name, [_round({**env, "GOVDESK_DATABASE_URL": url}) for url in urls])
        _tell_sign_ins(company, {**env, "GOVDESK_DATABASE_URL": places["SQLite"][0]})


def _round(env: Environment) -> dict[str, tuple[float, float]]:
    """Seconds and megabytes of each kind of run, on an empty database."""
    schema.upgrade(env["GOVDESK_DATABASE_URL"])
    found = {"python-ldap alone": _in_a_process(env, sys.executable, "-m", "tools.bench.raw")}
    for name, words in (("first", []), ("all again, nothing new", ["--full"]), ("changes only, none", [])):
        found[name] = _in_a_process(env, GOVDESK, "directory", "sync", "--json", *words)
    return found


def _in_a_process(env: Environment, *command: str) -> tuple[float, float]:
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(command, env=dict(env), stdout=said)
        most = 0
        while process.poll() is None:
            most = max(most, sum(_held([str(process.pid)]).values()))
            time.sleep(LOOK_SECONDS)
        said.seek(0)
        told: Any = json.load(said)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {told}")
    seconds = told if isinstance(told, float) else told["seconds"]
    return float(seconds), most / 1024


def _held(pids: Iterable[str]) -> dict[bytes, int]:
    """Kilobytes that these processes hold, and those they started, by command line.

    Until a new process has its own, it is still its parent, memory and all.
    """
    found: dict[bytes, int] = {}
    for pid in pids:
        with suppress(OSError, TypeError):  # it has ended
            here = Path("/proc", pid)
            status = (here / "status").read_text(encoding="utf-8")
            kilobytes = re.search(r"VmRSS:\s+(\d+)", status)[1]  # type: ignore[index]
            found[(here / "cmdline").read_bytes()] = int(kilobytes)
            for task in (here / "task").iterdir():
                found |= _held((task / "children").read_text(encoding="utf-8").split())
    return found


def _tell_runs(database: str, rounds: list[dict[str, tuple[float, float]]]) -> None:
    print(f"\n{'synchronisation, ' + database:32}{'median s':>10}{'x alone':>9}{'most MB':>9}")
    floor = statistics.median(one["python-ldap alone"][0] for one in rounds)
    for name in rounds[0]:
        seconds = statistics.median(one[name][0] for one in rounds)
        print(f"{name:32}{seconds:10.2f}{seconds / floor:9.2f}{max(one[name][1] for one in rounds):9.0f}", flush=True)


def _tell_sign_ins(company: BigCompany, env: Environment) -> None:
    settings = Settings.read(env)
    numbers = [n for n in range(1, company.people) if n % 200][: SIGN_INS + 5]
    times: dict[str, list[float]] = {"the directory alone": [], "through the page": []}
    with _served(env) as address:
        for number in numbers:
            door = Door(address)
            door.open_form()
            began = time.perf_counter()
            _ask_directory(settings, company, number)
            times["the directory alone"].append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            door.send_form(company.login(number))
            times["through the page"].append((time.perf_counter() - began) * 1000)
            if b"/signout" not in door.get("/"):
                raise RuntimeError(f"{company.login(number)} could not sign in")
    alone, page = (statistics.median(values[5:]) for values in times.values())
    added = f"{page:.1f} through the page, {alone:.1f} the directory alone, {page - alone:.1f} added"
    print(f"\nsign-in, median ms: {added}")


def _ask_directory(settings: Settings, company: BigCompany, number: int) -> None:
    """What no sign-in can do without: find the entry as the service account, then try the password."""
    service = raw.as_service(settings)
    [(dn, _values)] = service.search_s(settings.ldap_base_dn, 2, f"(uid={company.login(number)})")
    service.unbind_s()
    person = raw.connected(settings)
    person.simple_bind_s(dn, PASSWORD)
    person.unbind_s()


@contextmanager
def _served(env: Environment) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(
        [GOVDESK, "serve", "--port", str(port)], env={**env, "GOVDESK_BASE_URL": address}, **quiet
    )  # type: ignore[call-overload]
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(15)
