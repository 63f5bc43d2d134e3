"""With a second server, the failure of the first costs seconds once, and then nothing."""

import os
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.failover import Resting
from govdesk.directory.ldap.limits import SIGN_IN
from govdesk.directory.ldap.server import DirectoryUnreachable, resting
from tests.directory.ldap.scene import company_of, signs_ada_in, tried
from tools.servers.process import HOST, free_port
from tools.servers.relay import Mode, Relay
from tools.servers.slapd import Slapd

SPARE = 1.5


@pytest.fixture
def relay(small: Slapd) -> Iterator[Relay]:
    with Relay(small.secure_uri) as relay:
        yield relay


@pytest.fixture
def both(small: Slapd, relay: Relay) -> Company:
    """The relay first, and the server itself second."""
    return company_of(small.environment(), ldap_uri=f"{relay.uri} {small.uri}")


def seconds(company: Company) -> float:
    began = time.monotonic()
    assert signs_ada_in(company)
    return time.monotonic() - began


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.HANG_UP, Mode.SILENT, Mode.DROPPED])
def test_t5_a_dead_first_server_costs_its_time_out_once(relay: Relay, both: Company, mode: Mode) -> None:
    relay.mode = mode
    assert seconds(both) < SIGN_IN.opening + SPARE
    asked = relay.connections
    assert seconds(both) < SPARE
    assert relay.connections == asked


@pytest.mark.parametrize("parts", [0, 1, 2])
def test_t5_a_first_server_that_stalls_in_or_after_the_handshake_is_passed_over(
    relay: Relay, both: Company, parts: int
) -> None:
    relay.stall_after_parts = parts
    assert seconds(both) < SIGN_IN.opening + SPARE
    assert seconds(both) < SPARE


def test_t5_a_server_is_asked_again_after_its_rest(relay: Relay, both: Company) -> None:
    relay.mode = Mode.HANG_UP
    assert signs_ada_in(both)
    asked = relay.connections
    relay.mode = Mode.THROUGH
    assert signs_ada_in(both)
    assert relay.connections == asked
    resting.end_all()
    assert signs_ada_in(both)
    assert relay.connections > asked


def test_t5_all_servers_dead_is_told_of_each_within_the_limit(relay: Relay, small: Slapd) -> None:
    relay.mode = Mode.SILENT
    closed = f"ldap://{HOST}:{free_port()}"
    company = company_of(small.environment(), ldap_uri=f"{relay.uri} {closed}")
    began = time.monotonic()
    with pytest.raises(DirectoryUnreachable) as refusal:
        signs_ada_in(company)
    assert time.monotonic() - began < SIGN_IN.whole
    assert "timed out" in str(refusal.value)
    assert f"{closed}: nothing listens there" in str(refusal.value)


def test_t5_servers_that_all_rest_are_tried_nonetheless(relay: Relay, small: Slapd) -> None:
    company = company_of(small.environment(), ldap_uri=relay.uri)
    relay.mode = Mode.HANG_UP
    with pytest.raises(DirectoryUnreachable):
        signs_ada_in(company)
    relay.mode = Mode.THROUGH
    assert signs_ada_in(company)


def test_t5_each_address_of_a_name_is_a_server_of_its_own(
    small: Slapd, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`localhost` leads to an address where nobody is, and to the server."""
    port = int(small.secure_uri.rpartition(":")[2])

    def look_up(host: str, *rest: Any, **more: Any) -> list[Any]:
        found = ["127.0.0.9", "127.0.0.1"] if host == "localhost" else [host]
        return [answer for address in found for answer in truly(address, *rest, **more)]

    truly = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    company = company_of(small.environment(), ldap_uri=f"ldaps://localhost:{port}")
    assert signs_ada_in(company)


def test_a_name_that_leads_nowhere_is_told_and_the_next_server_asked(small: Slapd) -> None:
    company = company_of(small.environment(), ldap_uri=f"ldap://no-such-host.invalid {small.uri}")
    assert signs_ada_in(company)
    nowhere = company_of(small.environment(), ldap_uri="ldap://no-such-host.invalid")
    with pytest.raises(DirectoryUnreachable, match="its name leads nowhere"):
        signs_ada_in(nowhere)


def test_name_servers_that_do_not_answer_cost_seconds(small: Slapd, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_rest, **_more: released.wait(30) and [])
    began = time.monotonic()
    with pytest.raises(DirectoryUnreachable, match="name servers do not answer"):
        signs_ada_in(company_of(small.environment(), ldap_uri="ldap://slow.example"))
    assert time.monotonic() - began < 2 + SPARE
    released.set()


def test_l9_a_password_that_was_refused_is_not_tried_at_the_second_server(relay: Relay, small: Slapd) -> None:
    company = company_of(small.environment(), ldap_uri=f"{small.uri} {relay.uri}")
    assert tried(company, "ada", "wrong").facts is None
    assert relay.connections == 0


def test_t6_a_restart_is_not_noticed_by_the_next_sign_in(relay: Relay, small: Slapd) -> None:
    company = company_of(small.environment(), ldap_uri=relay.uri)
    assert signs_ada_in(company)
    for end in (relay.hang_up, relay.reset, small.kill):
        end()
        if end == small.kill:
            small.run_again()
        assert signs_ada_in(company)


def test_t6_a_connection_reset_in_the_middle_is_told_as_such(relay: Relay, small: Slapd) -> None:
    server = company_of(small.environment(), ldap_uri=relay.uri).server

    def ask() -> None:
        with server.as_service(SIGN_IN) as line:
            relay.reset()
            line.entry(server.settings.ldap_base_dn, ["1.1"])

    with pytest.raises(DirectoryUnreachable, match="hung up"):
        ask()


def test_t8_a_child_process_has_lines_of_its_own_and_leaves_ours_alone(small: Slapd) -> None:
    company = company_of(small.environment())
    base = company.server.settings.ldap_base_dn
    with company.server.as_service(SIGN_IN) as line:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking beside threads
            child = os.fork()
        if not child:
            os._exit(0 if signs_ada_in(company) else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert line.entry(base, ["1.1"]) is not None


def test_t8_threads_do_not_wait_for_each_others_answers(relay: Relay, small: Slapd) -> None:
    company = company_of(small.environment(), ldap_uri=relay.uri)
    relay.seconds_late = 0.1
    alone = seconds(company)
    began = time.monotonic()
    with ThreadPoolExecutor(4) as people:
        assert all(people.map(lambda _number: signs_ada_in(company), range(4)))
    assert time.monotonic() - began < 2 * alone + SPARE


def test_only_the_first_to_ask_tries_a_server_whose_rest_has_ended() -> None:
    some: Resting[str] = Resting(seconds=60)
    some.put_to_rest("one")
    assert list(some.in_order(["one", "two"])) == ["two", "one"]
    some.end_all()
    assert list(some.in_order(["one", "two"])) == ["one", "two"]
    assert list(some.in_order(["one", "two"])) == ["two", "one"]
    some.wake("one")
    assert list(some.in_order(["one", "two"])) == ["one", "two"]
