"""Starting one server, waiting until it answers, and ending it for sure."""

import fcntl
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tools.servers.errors import ServerError
from tools.servers.unprivileged import drop_to

HOST = "127.0.0.1"
PATIENCE = 20.0
"""Seconds to come up or to go down; far more than any of our servers has needed."""


def find(program: str, package: str, *folders: str) -> str:
    """The path of a program. Raises ServerError naming the Debian package that has it."""
    path = shutil.which(program) or shutil.which(program, path=":".join(folders))
    if path is None:
        raise ServerError(f"{program} is missing: install it with “apt-get install {package}”.")
    return path


def run(*command: str | Path, text: str = "", as_ourselves: bool = False) -> str:
    """Run a short program, as the servers' user unless said otherwise; returns what it printed.

    Raises ServerError with the program's own complaint.
    """
    user = {} if as_ourselves else drop_to()
    arguments = [str(part) for part in command]
    done: subprocess.CompletedProcess[str] = subprocess.run(
        arguments, input=text, capture_output=True, encoding="utf-8", cwd="/", check=False, **user
    )
    if done.returncode != 0:
        complaint = done.stderr.strip() or done.stdout.strip()
        raise ServerError(f"{Path(arguments[0]).name} failed: {complaint}")
    return done.stdout


def feed(parts: Iterable[str], *command: str | Path) -> None:
    """Run a program of the servers' user that reads these parts of a text as they are made.

    Raises ServerError with the program's own complaint.
    """
    arguments = [str(part) for part in command]
    with TemporaryFile() as said:
        program = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=said, stderr=said, cwd="/", encoding="utf-8", **drop_to()
        )
        # A program that gives up stops reading; why, it says itself.
        with suppress(BrokenPipeError), program:
            assert program.stdin is not None
            program.stdin.writelines(parts)
        if program.returncode != 0:
            said.seek(0)
            complaint = said.read().decode(errors="replace").strip()
            raise ServerError(f"{Path(arguments[0]).name} failed: {complaint}")


def free_port() -> int:
    """A port that nobody uses now, below those that the system takes for outgoing connections."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port


class Process:
    """One server on one data folder; it dies with us, even when we are killed."""

    def __init__(self, folder: Path, *, end_with: signal.Signals = signal.SIGTERM) -> None:
        self.log = folder / "log"
        self._folder = folder
        self._end_with = end_with
        self._lock: IO[str] | None = None
        self._running: subprocess.Popen[bytes] | None = None

    def claim(self) -> None:
        """Take the folder for ourselves. Raises ServerError while somebody else has it."""
        lock = (self._folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise ServerError(f"{self._folder} is in use: stop the other run first.") from None
        self._lock = lock

    def start(
        self, command: Sequence[str | Path], answers: Callable[[], bool], *, handed_over: Sequence[int] = ()
    ) -> None:
        """Returns when the server answers; `handed_over` are the file descriptors that it gets from us.

        Raises ServerError with its last words if it never does.
        """
        # setpriv becomes the server itself, so its pid is the server's. The new session keeps Ctrl-C from the
        # server: we stop it ourselves, in order.
        dies_with_us = ["setpriv", "--pdeathsig", self._end_with.name.removeprefix("SIG"), "--"]
        with self.log.open("wb") as log:
            self._running = subprocess.Popen(
                [*dies_with_us, *(str(part) for part in command)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._folder,
                start_new_session=True, pass_fds=handed_over, **drop_to(),
            )  # fmt: skip
        try:
            self._wait(command[0], answers)
        except BaseException:
            self.stop()
            raise

    def _wait(self, name: str | Path, answers: Callable[[], bool]) -> None:
        assert self._running is not None
        until = time.monotonic() + PATIENCE
        while not answers():
            if self._running.poll() is not None or time.monotonic() > until:
                words = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
                raise ServerError(f"{Path(name).name} did not start; {self.log} says: {' / '.join(words)}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End the server at once, as a crash would; the folder stays ours, and `start` may follow."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    def stop(self) -> None:
        """End the server, whatever state it is in, and let the folder go. May be called twice."""
        if self._running is not None:
            self._running.send_signal(self._end_with)
            try:
                self._running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._running.kill()
                self._running.wait()
            self._running = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def pid(self) -> int | None:
        return self._running.pid if self._running else None
