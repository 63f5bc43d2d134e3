"""A server that takes the call and then says nothing costs seconds, never a worker."""

import socket
import time
from collections.abc import Iterator

import pytest

from govdesk.directory.meaning import Meaning
from govdesk.directory.server import CONNECT_SECONDS, DirectoryServer, DirectoryUnreachable
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind, Settings


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Accepts connections by the kernel's own courtesy; nobody ever reads or writes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_silent_server_is_given_up_within_seconds(settings: Settings, silent_port: int, scheme: str) -> None:
    silent = settings.model_copy(update={"ldap_uri": (f"{scheme}://127.0.0.1:{silent_port}",)})
    server = DirectoryServer(silent, Meaning.read(PolicyFiles(), LdapKind.OPENLDAP))
    began, used = time.monotonic(), time.process_time()
    with pytest.raises(DirectoryUnreachable):
        server.check()
    assert time.monotonic() - began < CONNECT_SECONDS + 7
    assert time.process_time() - used < 2  # it waited; it did not spin
