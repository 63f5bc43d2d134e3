"""A line to the directory is sealed, and to the right server, or it is none."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import ldap
import pytest

from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.ldap.tls import context
from tests.directory.ldap.scene import company_of, signs_ada_in, tiny
from tools.servers.certificates import Kind
from tools.servers.slapd import Slapd
from tools.servers.slapd_log import binds
from tools.servers.slapd_options import Options

FAULTS = {
    Kind.WRONG_HOST: "does not name this IP address; write GOVDESK_LDAP_URI",
    Kind.EXPIRED: "has expired",
    Kind.ROGUE: "authority that is not trusted here; set GOVDESK_LDAP_CA_FILE",
}


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[Kind, Slapd]]:
    with ExitStack() as stack:
        yield {kind: stack.enter_context(tiny(Options(certificate=kind, logs_operations=True))) for kind in Kind}


@pytest.fixture(scope="module")
def open_server() -> Iterator[Slapd]:
    """It would take passwords in clear."""
    with tiny(Options(plain_binds=True, logs_operations=True)) as slapd:
        yield slapd


@pytest.mark.parametrize("sealing", ["ldaps", "StartTLS"])
@pytest.mark.parametrize("kind", FAULTS)
def test_t1_a_faulty_certificate_is_refused_with_its_fault_and_no_password_is_sent(
    servers: dict[Kind, Slapd], kind: Kind, sealing: str
) -> None:
    slapd = servers[kind]
    uri = slapd.secure_uri if sealing == "ldaps" else slapd.uri
    company = company_of(slapd.environment(), ldap_uri=uri)
    with pytest.raises(DirectoryUnreachable, match=FAULTS[kind]):
        signs_ada_in(company)
    assert not binds(slapd.log())


@pytest.mark.parametrize("sealing", ["ldaps", "StartTLS"])
def test_t1_a_good_certificate_is_taken(servers: dict[Kind, Slapd], sealing: str) -> None:
    slapd = servers[Kind.GOOD]
    assert signs_ada_in(
        company_of(slapd.environment(), ldap_uri=slapd.secure_uri if sealing == "ldaps" else slapd.uri)
    )


def test_t1_a_certificate_for_another_name_of_the_same_machine_is_refused(servers: dict[Kind, Slapd]) -> None:
    slapd = servers[Kind.WRONG_HOST]
    named = slapd.secure_uri.replace("127.0.0.1", "localhost")
    with pytest.raises(DirectoryUnreachable, match="is for another name"):
        signs_ada_in(company_of(slapd.environment(), ldap_uri=named))


@pytest.mark.parametrize(
    "words", [b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00", b"HTTP/1.1 400 No\r\n\r\n"]
)
def test_t2_a_server_that_declines_starttls_gets_no_password(open_server: Slapd, words: bytes) -> None:
    heard: list[bytes] = []

    def decline() -> None:
        line, _caller = server.accept()
        with line:
            heard.append(line.recv(4096))
            line.sendall(words)
            while more := line.recv(4096):
                heard.append(more)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=decline)
        thread.start()
        company = company_of(open_server.environment(), ldap_uri=f"ldap://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(DirectoryUnreachable, match="does not"):
            signs_ada_in(company)
        thread.join()
    assert b"govdesk" not in b"".join(heard)
    assert len(heard) == 1


def test_t2_without_tls_only_by_a_loud_setting(open_server: Slapd, caplog: pytest.LogCaptureFixture) -> None:
    company = company_of(open_server.environment(), ldap_tls="off")
    assert "PASSWORDS TRAVEL IN CLEAR" in caplog.text
    assert signs_ada_in(company)


def test_t3_what_others_set_for_the_whole_process_changes_nothing(servers: dict[Kind, Slapd]) -> None:
    before = ldap.get_option(ldap.OPT_X_TLS_REQUIRE_CERT)
    ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)
    try:
        for kind, words in FAULTS.items():
            with pytest.raises(DirectoryUnreachable, match=words):
                signs_ada_in(company_of(servers[kind].environment(), ldap_uri=servers[kind].secure_uri))
    finally:
        ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, before)


def test_t3_an_authority_that_was_replaced_is_read_again(servers: dict[Kind, Slapd], tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_bytes(servers[Kind.ROGUE].authority.read_bytes())
    company = company_of(servers[Kind.GOOD].environment(), ldap_ca_file=str(authority))
    with pytest.raises(DirectoryUnreachable, match="not trusted here"):
        signs_ada_in(company)
    authority.write_bytes(servers[Kind.GOOD].authority.read_bytes())
    assert signs_ada_in(company)


def test_an_authority_that_is_none_is_named(servers: dict[Kind, Slapd], tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("no certificate")
    company = company_of(servers[Kind.GOOD].environment(), ldap_ca_file=str(authority))
    with pytest.raises(DirectoryUnreachable, match="GOVDESK_LDAP_CA_FILE holds no certificate"):
        company.server.check()
    authority.unlink()
    with pytest.raises(DirectoryUnreachable, match="GOVDESK_LDAP_CA_FILE cannot be read"):
        company.server.check()


def test_a_local_socket_needs_no_tls(open_server: Slapd) -> None:
    local = open_server._local_uri  # noqa: SLF001 - it is the manager's way in, and anybody's
    assert signs_ada_in(company_of(open_server.environment(), ldap_uri=local))


def test_python_itself_verifies_names_and_demands_certificates() -> None:
    made = context(None)
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert made.minimum_version >= ssl.TLSVersion.TLSv1_2
