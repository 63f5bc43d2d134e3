"""The programs of `make run`: started as the right user, watched, and ended in order."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Self

from tools.servers.errors import ServerError
from tools.servers.unprivileged import drop_to

PATIENCE = 15
"""Seconds a program gets to finish what it is doing before it is ended by force."""
SECONDS_TO_OPEN = 60


class Program:
    """A child in a process group of its own: Ctrl-C reaches it through us, and it dies when we are killed."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name = name
        self._command = command
        self._env = env

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, env=self._env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._tell(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._tell(signal.SIGKILL)
            self._process.wait()

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def _tell(self, message: signal.Signals) -> None:
        if not self.has_ended():
            os.killpg(self._process.pid, message)


def as_servers_user(checkout: Path) -> list[str]:
    """The words before a command that make it run without root's rights, and end when we do.

    Where the checkout lies in root's own folder, the command may read, never write, what only root can.
    """
    words = ["setpriv", "--pdeathsig", "TERM"]
    if user := drop_to():
        words += [f"--reuid={user['user']}", f"--regid={user['group']}", "--clear-groups"]
        if subprocess.run(["test", "-r", checkout / "wsgi.py"], check=False, **user).returncode:
            # Without the bit, access(2) forgets the right that open(2) has, and Alembic asks access(2).
            words += ["--securebits=+no_setuid_fixup"]
            words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return [*words, "--"]


def wait_until_open(address: str, web: Program) -> None:
    """Returns when `address` answers. Raises ServerError when it never will."""
    until = time.monotonic() + SECONDS_TO_OPEN
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if web.has_ended() or time.monotonic() > until:
                raise ServerError("The web server did not open; what it said stands above.") from None
        time.sleep(0.05)


def watch(*programs: Program) -> NoReturn:
    """Raises ServerError as soon as one of them ends; all of them are meant to run for good."""
    while True:
        for program in programs:
            if program.has_ended():
                raise ServerError(f"{program.name} has ended by itself, so the rest was stopped, too.")
        time.sleep(0.2)
