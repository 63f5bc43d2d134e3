"""A webhook's name is looked up once, all it leads to is looked at, and that very address is called."""

import socket
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from govdesk.notify import calling
from tools.servers import certificates
from tools.servers.unprivileged import passing_folder

NAME = "localhost"
"""What the certificate is for; where it leads the test says."""
PUBLIC, OTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Receiver(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.hosts.append(self.headers["Host"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def authority_and_port() -> Iterator[tuple[Path, int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with passing_folder("hook-tls") as folder, HTTPServer(("127.0.0.1", 0), Receiver) as server:
        made = certificates.make(folder)
        context.load_cert_chain(made.certificate, made.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield made.authority, server.server_port
        server.shutdown()


class World:
    """Where names lead, one answer after the other; and which addresses were called."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = []
        self.called: list[str] = []
        self.silent: set[str] = set()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, authority_and_port: tuple[Path, int]) -> World:
    """Whatever address is called, our receiver answers."""
    authority, port = authority_and_port
    world, look_up, connect = World(), socket.getaddrinfo, socket.create_connection

    def found(host: Any, *args: Any, **more: Any) -> Any:
        if host != NAME:
            return look_up(host, *args, **more)
        answer = world.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in answer]

    def connected(address: tuple[str, int], *_args: Any, **_more: Any) -> socket.socket:
        world.called.append(address[0])
        if address[0] in world.silent:
            raise ConnectionRefusedError
        return connect(("127.0.0.1", port))

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connected)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    Receiver.hosts = []
    return world


def post(name: str = NAME, *, is_private: bool = False) -> int:
    return calling.post(f"https://user:secret@{name}:8443/hook", b"{}", {}, is_private=is_private).status


def test_the_address_that_was_looked_at_is_called_whatever_the_name_leads_to_afterwards(world: World) -> None:
    world.answers = [[PUBLIC], ["127.0.0.1"]]
    assert post() == 204
    assert world.called == [PUBLIC]
    assert world.answers == [["127.0.0.1"]]
    assert Receiver.hosts == [f"{NAME}:8443"]


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::1", "fe80::1%eth0",
        "fd00::1", "::ffff:10.0.0.7", "64:ff9b::a00:7", "2002:a00:7::1", "ff02::1",
    ],
)  # fmt: skip
def test_one_address_inside_among_public_ones_is_enough_to_call_none(world: World, inside: str) -> None:
    world.answers = [[PUBLIC, inside, OTHER]]
    with pytest.raises(calling.NotPosted, match="not public"):
        post()
    assert world.called == []


def test_an_address_that_does_not_answer_is_followed_by_the_next(world: World) -> None:
    world.answers, world.silent = [[OTHER, PUBLIC]], {OTHER}
    assert post() == 204
    assert world.called == [OTHER, PUBLIC]


def test_where_none_answers_the_reason_names_no_address(world: World) -> None:
    world.answers, world.silent = [[OTHER, PUBLIC]], {OTHER, PUBLIC}
    with pytest.raises(calling.NotPosted) as wrong:
        post()
    assert "secret" not in str(wrong.value)
    assert PUBLIC not in str(wrong.value)


def test_the_certificate_must_be_that_of_the_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.answers = [[PUBLIC]]
    monkeypatch.setattr(f"{__name__}.NAME", "hooks.example")
    with pytest.raises(calling.NotPosted, match="SSLError"):
        post("hooks.example")


@pytest.mark.parametrize("allowed", [True, False])
def test_plain_http_is_called_only_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, world: World, allowed: bool
) -> None:
    world.answers, world.silent = [["127.0.0.1"]], {"127.0.0.1"}
    with pytest.raises(calling.NotPosted, match="ConnectionError" if allowed else "only https"):
        calling.post(f"http://{NAME}/hook", b"{}", {}, is_private=allowed)
