"""Reading very many entries in a process of its own: what is read is understood and stored meanwhile, by two cores.

That process knows nothing but its errand, which it hears through a pipe: no secret stands on its command line. It
imports next to nothing of Govdesk, and it ends with whoever started it, however that ends.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Thread
from typing import Any

import ldap

from govdesk.directory.ldap.endpoint import Endpoint
from govdesk.directory.ldap.limits import READING, Deadline
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.packing import Packed, packed
from govdesk.directory.ldap.reasons import why

PATIENCE = READING.opening + READING.answer
"""Seconds in which the other process finds out by itself that a server says nothing, and tells us."""
_PROGRAM = "from govdesk.directory.ldap import apart; apart.answer()"


@dataclass(frozen=True)
class Errand:
    """Whom to ask for what."""

    endpoint: Endpoint
    ca_file: Path | None
    name: str
    password: str = field(repr=False)
    base: str
    wanted: str
    attributes: list[str]
    identity: str


def pages(errand: Errand) -> Generator[list[Packed]]:
    """All entries that match, page by page. Raises ldap.LDAPError; to be closed when it is not read to its end."""
    ours, theirs = Pipe()
    with ours:
        with theirs:
            reader = _started(theirs)
        try:
            yield from _told(ours, errand)
        finally:
            reader.kill()
            reader.wait()


def _started(theirs: "Connection[Any, Any]") -> subprocess.Popen[bytes]:
    # It finds Govdesk where we have found it, and knows none of our settings. The session of its own keeps Ctrl-C
    # from it: we end it ourselves.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GOVDESK_")}
    own["PYTHONPATH"] = os.pathsep.join(path or os.curdir for path in sys.path)
    command = [sys.executable, "-P", "-c", _PROGRAM]
    return subprocess.Popen(
        command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=own, start_new_session=True
    )


def _told(reader: "Connection[Any, Any]", errand: Errand) -> Generator[list[Packed]]:
    try:
        reader.send(errand)
        while True:
            if not reader.poll(PATIENCE):
                raise ldap.TIMEOUT
            told = reader.recv()
            if told is None:
                return
            if isinstance(told, Exception):
                raise told
            yield told
    except (EOFError, OSError):
        raise ldap.OTHER({"desc": "the process that reads the directory was ended"}) from None


def answer() -> None:
    """What the other process does: tell pages, then None; or an ldap.LDAPError."""
    asker: Connection[Any, Any] = Connection(sys.stdin.fileno())
    errand = asker.recv()
    Thread(target=_end_with, args=[asker], daemon=True).start()
    gc.disable()  # entries are no rings, and all else is kept
    told: ldap.LDAPError | None = None
    with suppress(BrokenPipeError):  # nobody listens any more
        try:
            for page in _read(errand):
                asker.send(page)
        except BrokenPipeError:
            raise
        except ldap.LDAPError as error:
            told = error
        except OSError as error:
            told = ldap.CONNECT_ERROR({"desc": why(error)})
        asker.send(told)


def _read(errand: Errand) -> Generator[list[Packed]]:
    line = Line.open(errand.endpoint, errand.ca_file, READING, Deadline(READING.whole))
    line.bind(errand.name, errand.password)
    for page in line.rows(errand.base, errand.wanted, errand.attributes):
        yield packed(page, errand.identity)


def _end_with(asker: "Connection[Any, Any]") -> None:
    """End at once when nobody listens any more, rather than with the next page."""
    try:
        asker.recv()
    except (EOFError, OSError):
        os._exit(1)
