"""What a relay promises, each shown through a plain echo server."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tools.servers.process import HOST
from tools.servers.relay import Mode, Relay


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(1024):
            self.request.sendall(data)


@pytest.fixture(scope="module")
def echo() -> Iterator[str]:
    with socketserver.ThreadingTCPServer((HOST, 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"ldap://{HOST}:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def relay(echo: str) -> Iterator[Relay]:
    with Relay(echo) as relay:
        yield relay


def call(relay: Relay) -> socket.socket:
    line = socket.create_connection((HOST, int(relay.uri.rpartition(":")[2])), timeout=5)
    line.settimeout(0.2)
    return line


def answer(line: socket.socket, question: bytes) -> bytes:
    line.sendall(question)
    return line.recv(1024)


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_said_comes_through_and_connections_are_counted(relay: Relay) -> None:
    with call(relay) as one, call(relay) as other:
        assert (answer(one, b"a"), answer(other, b"b"), answer(one, b"c")) == (b"a", b"b", b"c")
        assert (relay.connections, relay.standing) == (2, 2)
    wait_until(lambda: relay.standing == 0)


def test_hanging_up_ends_a_call_at_once(relay: Relay) -> None:
    relay.mode = Mode.HANG_UP
    with call(relay) as line:
        assert line.recv(1) == b""


def test_silence_is_a_connection_without_answer(relay: Relay) -> None:
    relay.mode = Mode.SILENT
    with call(relay) as line, pytest.raises(TimeoutError):
        answer(line, b"hello?")


def test_a_closed_port_refuses(relay: Relay) -> None:
    relay.mode = Mode.CLOSED
    with pytest.raises(ConnectionRefusedError):
        call(relay)


def test_a_dropped_call_is_never_answered_and_the_next_mode_is_as_ever(relay: Relay) -> None:
    relay.mode = Mode.DROPPED
    with socket.socket() as line:
        line.settimeout(0.3)
        with pytest.raises(TimeoutError):
            line.connect((HOST, int(relay.uri.rpartition(":")[2])))
    relay.mode = Mode.THROUGH
    with call(relay) as line:
        assert answer(line, b"again") == b"again"


def test_a_standing_connection_outlives_a_change_of_mode(relay: Relay) -> None:
    with call(relay) as line:
        assert answer(line, b"before") == b"before"
        relay.mode = Mode.CLOSED
        assert answer(line, b"after") == b"after"


def test_answers_stop_after_so_many_bytes_and_go_on_when_let(relay: Relay) -> None:
    relay.stall_after_bytes = 3
    with call(relay) as line:
        assert answer(line, b"12345") == b"123"
        with pytest.raises(TimeoutError):
            line.recv(1024)
        relay.stall_after_bytes = None
        assert line.recv(1024) == b"45"


def test_answers_stop_after_so_many_parts(relay: Relay) -> None:
    relay.stall_after_parts = 1
    with call(relay) as line:
        assert answer(line, b"first") == b"first"
        with pytest.raises(TimeoutError):
            answer(line, b"second")


def test_answers_come_late(relay: Relay) -> None:
    relay.seconds_late = 0.1
    with call(relay) as line:
        began = time.monotonic()
        assert answer(line, b"slow") == b"slow"
        assert time.monotonic() - began >= 0.1


def test_a_reset_is_seen_as_one(relay: Relay) -> None:
    with call(relay) as line:
        answer(line, b"a")
        relay.reset()
        with pytest.raises(ConnectionResetError):
            line.recv(1)


def test_standing_connections_can_be_hung_up(relay: Relay) -> None:
    with call(relay) as line:
        answer(line, b"a")
        relay.hang_up()
        assert line.recv(1) == b""


def test_a_server_that_is_gone_is_hung_up_on() -> None:
    with Relay(f"ldap://{HOST}:1") as relay, call(relay) as line:
        assert line.recv(1) == b""


def test_nothing_is_left_behind(echo: str) -> None:
    threads = threading.active_count()
    with Relay(echo) as relay, call(relay) as line:
        relay.stall_after_bytes = 0
        with pytest.raises(TimeoutError):
            answer(line, b"a")
    assert threading.active_count() <= threads + 1  # the echo's own, which ends with its caller
