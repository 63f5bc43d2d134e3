"""Govdesk as `make run` opens it, in a folder of its own: for a browser to walk through, and for the bench."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.servers.process import free_port

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_OPEN = 90
SECONDS_TO_STOP = 40


@contextmanager
def open_house(var: Path) -> Iterator[str]:
    """Start everything; gives the address. Raises AssertionError with what was said when it does not open."""
    port, log = free_port(), var / "run.log"
    var.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as said:
        house = subprocess.Popen(
            [sys.executable, "-m", "tools.run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "GOVDESK_VAR": str(var)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/signin", house, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            house.send_signal(signal.SIGINT)
            house.wait(SECONDS_TO_STOP)


def _wait(address: str, house: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < until and house.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the house did not open; it said:\n{log.read_text(encoding='utf-8')}")
