from pathlib import Path

import ldap
import pytest

from govdesk.demo.company import PASSWORD
from tests.servers.directory import GRACE, LARS, connect
from tools.servers import certificates
from tools.servers.slapd import Slapd


def test_a_person_signs_in_over_a_verified_connection(slapd: Slapd) -> None:
    connection = connect(slapd.environment())
    connection.simple_bind_s(GRACE, PASSWORD)
    assert connection.whoami_s() == f"dn:{GRACE}"


def test_a_wrong_password_is_refused(slapd: Slapd) -> None:
    with pytest.raises(ldap.INVALID_CREDENTIALS):
        connect(slapd.environment()).simple_bind_s(GRACE, "guess")


def test_a_password_in_clear_is_refused(slapd: Slapd) -> None:
    with pytest.raises(ldap.CONFIDENTIALITY_REQUIRED):
        connect(slapd.environment(), encrypt=False).simple_bind_s(GRACE, PASSWORD)


def test_a_certificate_of_another_authority_is_refused(slapd: Slapd, folder: Path) -> None:
    rogue = certificates.make(folder).authority
    with pytest.raises((ldap.CONNECT_ERROR, ldap.SERVER_DOWN)):
        connect(slapd.environment(), authority=rogue)


def test_the_certificate_is_good_for_the_name_localhost_too(slapd: Slapd) -> None:
    by_name = slapd.uri.replace("127.0.0.1", "localhost")
    connect(slapd.environment() | {"GOVDESK_LDAP_URI": by_name}).simple_bind_s(GRACE, PASSWORD)


def test_who_left_cannot_sign_in(slapd: Slapd) -> None:
    with pytest.raises(ldap.INVALID_CREDENTIALS):
        connect(slapd.environment()).simple_bind_s(LARS, PASSWORD)
