"""What `make run` is told, and what it keeps."""

import socket
import stat
from pathlib import Path

import pytest

from tools import choices
from tools.servers.errors import ServerError

HOST = "127.0.0.1"


@pytest.mark.parametrize("text", ["web", "0", "65536", "-1", "80 00"])
def test_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(ServerError, match="must be a number"):
        choices.port({"PORT": text}, HOST)


def test_says_when_the_port_is_taken() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(ServerError, match=f"Port {port} cannot be had"):
            choices.port({"PORT": port}, HOST)


def test_takes_a_port_that_is_free() -> None:
    with socket.create_server((HOST, 0)) as soon_free:
        port = soon_free.getsockname()[1]
    assert choices.port({"PORT": str(port)}, HOST) == port


def test_keeps_its_secret_key_to_itself(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    key = choices.secret_key(file)
    assert len(key) >= 48
    assert choices.secret_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
