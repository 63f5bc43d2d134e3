"""A network of its own for a server whose ports are fixed, without root's rights.

In a user namespace a program takes itself for root: it may open port 389 in a network that only it can see. Callers
come through ports of this machine, which `gate.py` passes on.
"""

import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tools.servers import gate
from tools.servers.process import HOST, free_port
from tools.servers.unprivileged import drop_to

PYTHON = "/usr/bin/python3"
"""The system's own Python: the servers' user can always reach it."""
_NAMESPACES = ("unshare", "--map-root-user", "--net", "--")


def obstacle() -> str:
    """Why this machine cannot do it; empty where it can."""
    tried = subprocess.run([*_NAMESPACES, "true"], capture_output=True, text=True, check=False, **drop_to())
    return f"namespaces are not to be had here: {tried.stderr.strip()}" if tried.returncode else ""


class Enclosure:
    """Ports of this machine that lead to fixed ones inside: `ports[389]` is where 389 can be called.

    Leave it when the command runs, which then holds the sockets itself.
    """

    def __init__(self, *inside: int) -> None:
        self._at_end = ExitStack()
        self._listening = {port: self._at_end.enter_context(_listen()) for port in inside}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._at_end.close()

    @property
    def ports(self) -> Mapping[int, int]:
        return {inside: listening.getsockname()[1] for inside, listening in self._listening.items()}

    @property
    def handed_over(self) -> Sequence[int]:
        """The file descriptors that the command must be started with."""
        return [listening.fileno() for listening in self._listening.values()]

    def command(self, *command: str | Path) -> list[str | Path]:
        """Runs `command` inside; stays alive with it, and ends it when told to end."""
        gates = ",".join(f"{listening.fileno()}:{inside}" for inside, listening in self._listening.items())
        # A new user namespace forgets the wish to die with the parent, so it is said again.
        dies_with_us = ("setpriv", "--pdeathsig", "TERM", "--")
        text = Path(gate.__file__).read_text(encoding="utf-8")
        return [*_NAMESPACES, *dies_with_us, PYTHON, "-I", "-c", text, gates, *command]


def _listen() -> socket.socket:
    return socket.create_server((HOST, free_port()))
