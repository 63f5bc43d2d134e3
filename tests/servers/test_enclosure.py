"""A server on a port that only root may open, in a network that only the server sees."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.test_process import is_gone
from tools.servers.enclosure import PYTHON, Enclosure, obstacle
from tools.servers.process import HOST, Process

pytestmark = pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "namespaces can be had")

# Says its process id to whoever calls port 389, after hearing them out.
SERVER = """
import os, socket
with socket.create_server(("127.0.0.1", 389)) as listening:
    while True:
        caller, _ = listening.accept()
        with caller, caller.makefile("rb") as heard:
            caller.sendall(heard.read() + b" to %d" % os.getpid())
"""


def call(port: int) -> tuple[str, int]:
    """What was heard, and who heard it."""
    with socket.create_connection((HOST, port), timeout=10) as caller:
        caller.sendall(b"hello")
        caller.shutdown(socket.SHUT_WR)
        heard, _, pid = caller.makefile("r").read().partition(" to ")
    return heard, int(pid or 0)


def answers(port: int) -> bool:
    """Whether anybody is there yet: until then the gate takes callers in, and may hang up on them at any word."""
    try:
        return call(port)[1] > 0
    except OSError:
        return False


@contextmanager
def enclosed_server(folder: Path) -> Iterator[tuple[Process, int]]:
    """A server and the port at which it can be called."""
    process = Process(folder)
    with Enclosure(389) as enclosure:
        port = enclosure.ports[389]
        command = enclosure.command(PYTHON, "-I", "-c", SERVER)
        process.start(command, lambda: answers(port), handed_over=enclosure.handed_over)
    try:
        yield process, port
    finally:
        process.stop()


def test_a_port_inside_is_called_through_one_of_this_machine(folder: Path) -> None:
    with enclosed_server(folder) as (_, port):
        assert port != 389
        assert call(port)[0] == call(port)[0] == "hello"


def test_what_runs_inside_is_gone_after_stop(folder: Path) -> None:
    with enclosed_server(folder) as (process, port):
        _, inside = call(port)
        assert inside != process.pid
    assert is_gone(inside, within=0)


def test_what_runs_inside_dies_with_the_gate(folder: Path) -> None:
    with enclosed_server(folder) as (process, port):
        _, inside = call(port)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert is_gone(inside, within=5)


ENDS_BADLY = """
import os, signal, sys
from pathlib import Path
from tests.servers.test_enclosure import call, enclosed_server
with enclosed_server(Path(sys.argv[1])) as (process, port):
    print(process.pid, call(port)[1], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_gate_and_server_die_with_the_program_that_started_them(folder: Path) -> None:
    command = [sys.executable, "-c", ENDS_BADLY, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert [is_gone(int(pid), within=5) for pid in done.stdout.split()] == [True, True]
