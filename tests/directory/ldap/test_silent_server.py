"""A server that takes the call and then says nothing costs seconds, never a worker, a core or a thread."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ldap
import pytest

from govdesk.directory.ldap import authentication
from govdesk.directory.ldap.limits import READING, SIGN_IN, Limits
from govdesk.directory.ldap.server import MOST_AT_ONCE, WAIT_SECONDS, DirectoryServer, DirectoryUnreachable
from tests.directory.ldap.scene import company_of, signs_ada_in
from tools.servers.relay import Mode, Relay
from tools.servers.slapd import Slapd

SPARE = 1.5
"""Seconds that a busy machine may add."""
QUICK = Limits(opening=0.3, answer=0.5, whole=1)


@pytest.fixture(params=["ldap", "StartTLS", "ldaps", "handshake"])
def silent(request: pytest.FixtureRequest, small: Slapd) -> Iterator[DirectoryServer]:
    """A directory that falls silent at once, after agreeing to StartTLS, or in the middle of the handshake."""
    way = request.param
    with Relay(small.uri if way in ("ldap", "StartTLS") else small.secure_uri) as relay:
        if way == "StartTLS":
            relay.stall_after_parts = 1
        elif way == "handshake":
            relay.stall_after_bytes = 200
        else:
            relay.mode = Mode.SILENT
        tls = "off" if way == "ldap" else "demand"
        yield company_of(small.environment(), ldap_uri=relay.uri, ldap_tls=tls).server


def test_t4_a_silent_server_is_given_up_within_seconds_and_nothing_spins(silent: DirectoryServer) -> None:
    began, used = time.monotonic(), time.process_time()
    with pytest.raises(DirectoryUnreachable, match=r"timed out|says nothing"):
        silent.check()
    assert time.monotonic() - began < SIGN_IN.opening + SPARE
    assert time.process_time() - used < 0.5


def settle(measure: Callable[[], int], wanted: int) -> None:
    """Wait for threads that have been told to end."""
    until = time.monotonic() + 5
    while measure() > wanted and time.monotonic() < until:
        time.sleep(0.01)
    assert measure() <= wanted


def sockets() -> int:
    return sum(is_socket(descriptor) for descriptor in Path("/proc/self/fd").iterdir())


def is_socket(descriptor: Path) -> bool:
    try:
        return str(descriptor.readlink()).startswith("socket")
    except FileNotFoundError:
        return False  # the one by which they are listed


def test_t4_fifty_silent_sign_ins_leave_no_thread_and_no_socket(
    small: Slapd, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Relay(small.secure_uri) as relay:
        relay.mode = Mode.SILENT
        company = company_of(small.environment(), ldap_uri=relay.uri)
        monkeypatch.setattr(authentication, "SIGN_IN", QUICK)
        threads, open_sockets = threading.active_count(), sockets()

        def attempt(_number: int) -> bool:
            try:
                return signs_ada_in(company)
            except DirectoryUnreachable:
                return False

        with ThreadPoolExecutor(25) as people:
            assert not any(people.map(attempt, range(50)))
        relay.hang_up()
        settle(threading.active_count, threads)
        settle(sockets, open_sockets)
        relay.mode = Mode.THROUGH
        monkeypatch.undo()
        assert signs_ada_in(company)


def test_t4_fifty_answered_sign_ins_leave_no_thread_and_no_socket(small: Slapd) -> None:
    company = company_of(small.environment())
    threads, open_sockets = threading.active_count(), sockets()
    assert all(signs_ada_in(company) for _attempt in range(50))
    settle(threading.active_count, threads)
    settle(sockets, open_sockets)


def test_t4_a_hanging_directory_does_not_take_every_thread(small: Slapd) -> None:
    with Relay(small.uri) as relay:
        relay.mode = Mode.SILENT
        server = company_of(small.environment(), ldap_uri=relay.uri).server

        def ask(_number: int) -> str:
            with pytest.raises(DirectoryUnreachable) as refusal:
                server.check()
            return str(refusal.value)

        with ThreadPoolExecutor(MOST_AT_ONCE + 4) as people:
            answers = list(people.map(ask, range(MOST_AT_ONCE + 4)))
    assert sum("errands wait" in answer for answer in answers) == 4


def test_t4_while_it_hangs_nobody_waits_for_a_place(small: Slapd) -> None:
    with Relay(small.uri) as relay:
        relay.mode = Mode.SILENT
        server = company_of(small.environment(), ldap_uri=relay.uri).server
        with pytest.raises(DirectoryUnreachable, match=r"says nothing|timed out"):
            server.check()
        with ThreadPoolExecutor(MOST_AT_ONCE) as people:
            asked = [people.submit(server.check) for _ in range(MOST_AT_ONCE)]
            time.sleep(0.5)
            began = time.monotonic()
            with pytest.raises(DirectoryUnreachable, match="errands wait"):
                server.check()
            assert time.monotonic() - began < 0.5 < WAIT_SECONDS
        assert all(isinstance(one.exception(), DirectoryUnreachable) for one in asked)
        relay.mode = Mode.THROUGH
        server.check()
        assert server._patience == WAIT_SECONDS  # noqa: SLF001 - else eight slow errands would have to be timed


def test_t9_reading_everything_waits_longer_for_an_answer_than_a_sign_in(small: Slapd) -> None:
    assert READING.answer > SIGN_IN.answer * 10
    with Relay(small.uri) as relay:
        server = company_of(small.environment(), ldap_uri=relay.uri).server
        base = server.settings.ldap_base_dn
        quick = Limits(opening=3, answer=0.3, whole=10)
        with server.as_service(READING) as reading, server.as_service(quick) as signing:
            relay.seconds_late = 0.8
            assert reading.entry(base, ["1.1"]) is not None
            with pytest.raises(ldap.TIMEOUT):
                signing.entry(base, ["1.1"])
