"""A server that takes the call and then says nothing costs seconds, never a worker."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from govdesk.directory.ldap.limits import SIGN_IN
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.server import MOST_AT_ONCE, DirectoryServer, DirectoryUnreachable
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind, Settings

AGREED = bytes.fromhex("300c02010178070a010004000400")
"""The answer to StartTLS of a server that agrees."""


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Accepts connections by the kernel's own courtesy; nobody ever reads or writes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def stalling_port() -> Iterator[int]:
    """Agrees to StartTLS and falls silent then."""

    def agree() -> None:
        line, _caller = server.accept()
        with line:
            line.recv(4096)
            line.sendall(AGREED)
            done.wait()

    done = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=agree)
        thread.start()
        yield server.getsockname()[1]
        done.set()
        thread.join()


def test_a_server_that_falls_silent_after_start_tls_is_given_up(settings: Settings, stalling_port: int) -> None:
    stalling = settings.model_copy(update={"ldap_uri": (f"ldap://127.0.0.1:{stalling_port}",)})
    server = DirectoryServer(stalling, Meaning.read(PolicyFiles(), LdapKind.OPENLDAP))
    began = time.monotonic()
    with pytest.raises(DirectoryUnreachable, match="timed out"):
        server.check()
    assert time.monotonic() - began < SIGN_IN.whole


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_silent_server_is_given_up_within_seconds(settings: Settings, silent_port: int, scheme: str) -> None:
    silent = settings.model_copy(update={"ldap_uri": (f"{scheme}://127.0.0.1:{silent_port}",)})
    server = DirectoryServer(silent, Meaning.read(PolicyFiles(), LdapKind.OPENLDAP))
    began, used = time.monotonic(), time.process_time()
    with pytest.raises(DirectoryUnreachable):
        server.check()
    assert time.monotonic() - began < SIGN_IN.whole
    assert time.process_time() - used < 2  # it waited; it did not spin


def test_a_hanging_directory_does_not_take_every_thread(settings: Settings, silent_port: int) -> None:
    silent = settings.model_copy(update={"ldap_uri": (f"ldap://127.0.0.1:{silent_port}",)})
    server = DirectoryServer(silent, Meaning.read(PolicyFiles(), LdapKind.OPENLDAP))

    def ask(_number: int) -> str:
        with pytest.raises(DirectoryUnreachable) as refusal:
            server.check()
        return str(refusal.value)

    with ThreadPoolExecutor(MOST_AT_ONCE + 4) as people:
        answers = list(people.map(ask, range(MOST_AT_ONCE + 4)))
    assert sum("errands wait" in answer for answer in answers) == 4
