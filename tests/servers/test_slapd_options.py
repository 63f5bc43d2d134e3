"""Each option of our OpenLDAP shows the behaviour that it promises."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import ldap
import pytest
from ldap.controls import SimplePagedResultsControl

from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import LAB_OPTIONS, OpenLdapLab, openldap
from tests.servers.directory import as_service, connect
from tools.servers.certificates import Kind
from tools.servers.slapd_config import service_dn
from tools.servers.slapd_log import binds, dn_key, searches
from tools.servers.slapd_options import Reads

EVERYBODY = "(objectClass=inetOrgPerson)"


@contextmanager
def lab_with(**options: Any) -> Iterator[OpenLdapLab]:
    with openldap(replace(LAB_OPTIONS, **options), ordinary=60) as lab:
        yield lab


def service(lab: OpenLdapLab) -> Any:
    return as_service(lab.slapd.environment())


def paged(connection: Any, base: str, size: int) -> int:
    """How many people come, page by page."""
    seen, control = 0, SimplePagedResultsControl(True, size=size, cookie="")
    while True:
        asked = connection.search_ext(base, ldap.SCOPE_SUBTREE, EVERYBODY, ["uid"], serverctrls=[control])
        _, rows, _, controls = connection.result3(asked)
        seen += len(rows)
        control.cookie = controls[0].cookie
        if not control.cookie:
            return seen


def test_it_answers_over_tls_from_the_first_byte_too() -> None:
    with lab_with() as lab:
        settings = lab.slapd.environment() | {"GOVDESK_LDAP_URI": lab.slapd.secure_uri}
        connection = connect(settings, encrypt=False)
        connection.simple_bind_s(lab.dn("comma"), PASSWORD)


@pytest.mark.parametrize("kind", [Kind.WRONG_HOST, Kind.EXPIRED, Kind.ROGUE])
def test_a_faulty_certificate_is_shown_to_who_calls(kind: Kind) -> None:
    with lab_with(certificate=kind) as lab, pytest.raises((ldap.CONNECT_ERROR, ldap.SERVER_DOWN)):
        connect(lab.slapd.environment())


def test_plain_binds_are_taken_when_allowed() -> None:
    with lab_with(plain_binds=True) as lab:
        connect(lab.slapd.environment(), encrypt=False).simple_bind_s(lab.dn("comma"), PASSWORD)


def test_an_empty_password_lets_nobody_in_unless_allowed() -> None:
    with lab_with() as lab, pytest.raises(ldap.UNWILLING_TO_PERFORM):
        connect(lab.slapd.environment()).simple_bind_s(lab.dn("comma"), "")
    with lab_with(empty_passwords=True) as lab:
        connection = connect(lab.slapd.environment())
        connection.simple_bind_s(lab.dn("comma"), "")
        assert connection.whoami_s() == ""


def test_who_may_read_nothing_finds_nobody_and_is_told_success() -> None:
    with lab_with(service_reads=Reads.NOTHING) as lab:
        assert service(lab).search_s(lab.slapd.base_dn, ldap.SCOPE_SUBTREE, EVERYBODY) == []


def test_strangers_read_when_allowed_but_no_password() -> None:
    with lab_with(anonymous_reads=True) as lab:
        connection = connect(lab.slapd.environment())
        [(_, found)] = connection.search_s(lab.dn("comma"), ldap.SCOPE_BASE)
        assert found["uid"] == [b"jsmith"]
        assert "userPassword" not in found


def test_a_size_limit_strikes_after_some_were_delivered() -> None:
    with lab_with(entries_at_most=20, paged_entries_at_most=60) as lab:
        connection = service(lab)
        asked = connection.search(lab.slapd.base_dn, ldap.SCOPE_SUBTREE, EVERYBODY, ["uid"])
        delivered = [connection.result(asked, all=0)[1] for _ in range(20)]
        assert all(delivered)
        with pytest.raises(ldap.SIZELIMIT_EXCEEDED):
            connection.result(asked, all=0)
        with pytest.raises(ldap.SIZELIMIT_EXCEEDED):
            paged(connection, lab.slapd.base_dn, 50)


def test_pages_that_are_too_large_are_refused() -> None:
    with lab_with(page_at_most=50) as lab:
        connection = service(lab)
        assert paged(connection, lab.slapd.base_dn, 50) > 100
        with pytest.raises(ldap.ADMINLIMIT_EXCEEDED, match="page size"):
            paged(connection, lab.slapd.base_dn, 51)


def test_groups_are_not_known_at_the_person_without_member_of() -> None:
    with lab_with(member_of=False) as lab:
        assert service(lab).search_s(lab.dn("comma"), ldap.SCOPE_BASE, attrlist=["memberOf"])[0][1] == {}


def test_wrong_passwords_lock_and_the_right_one_is_refused_then() -> None:
    with lab_with(wrong_passwords=3) as lab:
        for secret in ("guess 1", "guess 2", "guess 3", PASSWORD):
            with pytest.raises(ldap.INVALID_CREDENTIALS):
                connect(lab.slapd.environment()).simple_bind_s(lab.dn("comma"), secret)
        connect(lab.slapd.environment()).simple_bind_s(lab.dn("plus"), PASSWORD)


def test_the_log_counts_who_tried_to_sign_in_and_what_was_searched() -> None:
    with lab_with() as lab:
        for secret in ("wrong", PASSWORD):
            with suppress(ldap.INVALID_CREDENTIALS):
                connect(lab.slapd.environment()).simple_bind_s(lab.dn("quotes"), secret)
        service(lab).search_s(lab.slapd.base_dn, ldap.SCOPE_SUBTREE, "(uid=jsmith)")
        log = lab.slapd.log()
        assert binds(log) == {dn_key(lab.dn("quotes")): 2, dn_key(service_dn(lab.slapd.base_dn)): 1}
        assert searches(log) == ["(uid=jsmith)"]


def test_a_crashed_server_comes_back_on_its_ports_with_what_it_had(folder: Path) -> None:
    with lab_with() as lab:
        connection, uris = service(lab), (lab.slapd.uri, lab.slapd.secure_uri)
        lab.slapd.modify(f"dn: {lab.dn('one-name')}\nchangetype: modify\nreplace: sn\nsn: Kept\n")
        lab.slapd.kill()
        with pytest.raises(ldap.SERVER_DOWN):
            connection.whoami_s()
        lab.slapd.run_again()
        assert (lab.slapd.uri, lab.slapd.secure_uri) == uris
        [(_, found)] = service(lab).search_s(lab.dn("one-name"), ldap.SCOPE_BASE, attrlist=["sn"])
        assert found == {"sn": [b"Kept"]}
