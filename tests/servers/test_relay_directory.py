"""A relay in front of a directory: what the tests of sign-in and synchronisation lean on."""

import socket
import ssl
from collections.abc import Iterator
from typing import Any

import ldap
import pytest

from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.servers.directory import as_service, connect
from tools.servers.process import HOST
from tools.servers.relay import Mode, Relay
from tools.servers.slapd_log import binds, dn_key

START_TLS = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
"""Source: RFC 4511, 4.14.1."""


@pytest.fixture(scope="module")
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=60) as lab:
        yield lab


@pytest.fixture
def relay(lab: OpenLdapLab) -> Iterator[Relay]:
    with Relay(lab.slapd.uri) as relay:
        yield relay


def through(relay: Relay, lab: OpenLdapLab) -> dict[str, str]:
    return lab.slapd.environment() | {"GOVDESK_LDAP_URI": relay.uri}


def test_people_sign_in_through_it_and_each_try_is_seen(lab: OpenLdapLab, relay: Relay) -> None:
    before = binds(lab.slapd.log())
    connect(through(relay, lab)).simple_bind_s(lab.dn("plus"), PASSWORD)
    with pytest.raises(ldap.INVALID_CREDENTIALS):
        connect(through(relay, lab)).simple_bind_s(lab.dn("plus"), "guess")
    assert relay.connections == 2
    assert (binds(lab.slapd.log()) - before)[dn_key(lab.dn("plus"))] == 2


def test_silence_after_the_answer_to_start_tls_stops_the_handshake(lab: OpenLdapLab, relay: Relay) -> None:
    relay.stall_after_parts = 1
    context = ssl.create_default_context(cafile=lab.slapd.authority)
    with socket.create_connection((HOST, int(relay.uri.rpartition(":")[2])), timeout=0.3) as line:
        line.sendall(START_TLS)
        assert bytes.fromhex("0a0100") in line.recv(1024)
        with pytest.raises(TimeoutError):
            context.wrap_socket(line, server_hostname=HOST)


def test_an_answer_that_stops_half_way_times_out(relay: Relay) -> None:
    # Without TLS: libldap waits for ever for the rest of a TLS record, whatever its time limits say.
    relay.stall_after_bytes = 10_000
    connection = ldap.initialize(relay.uri)
    connection.timeout = 0.3
    with pytest.raises(ldap.TIMEOUT):
        connection.search_s("cn=Subschema", ldap.SCOPE_BASE, attrlist=["attributeTypes"])


def test_an_answer_that_is_cut_off_is_an_error(lab: OpenLdapLab, relay: Relay) -> None:
    connection = as_service(through(relay, lab))
    relay.reset()
    with pytest.raises(ldap.SERVER_DOWN):
        everybody(connection)


def test_a_server_behind_a_firewall_costs_the_time_to_connect(lab: OpenLdapLab, relay: Relay) -> None:
    relay.mode = Mode.DROPPED
    connection = ldap.initialize(relay.uri)
    connection.set_option(ldap.OPT_NETWORK_TIMEOUT, 0.3)
    with pytest.raises(ldap.SERVER_DOWN):
        connection.simple_bind_s("", "")


def everybody(connection: Any) -> None:
    connection.search_s("dc=awkward,dc=example", ldap.SCOPE_SUBTREE, "(objectClass=person)")
