"""A domain controller of our own, as the service account and strangers meet it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ldap
import pytest

from tests.servers.directory import as_service, connect
from tools.servers import certificates, samba_config
from tools.servers.errors import ServerError
from tools.servers.samba import Samba, obstacle
from tools.servers.unprivileged import passing_folder, user_id

pytestmark = [
    pytest.mark.samba,
    pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "Samba can be run"),
]
PASSWORD = "Cosmic-Otter-42"


@pytest.fixture(scope="module")
def domain() -> Iterator[Path]:
    with passing_folder("samba") as folder:
        yield folder


@pytest.fixture(scope="module")
def samba(domain: Path) -> Iterator[Samba]:
    """Started a second time, after somebody was taken on in the first."""
    ada = samba_config.account("ada", PASSWORD)
    with Samba(domain) as first, first.manager() as manager:
        manager.add_s(f"CN=Ada Sørensen,CN=Users,{first.base_dn}", list(ada.items()))
    with Samba(domain) as second:
        yield second


def secure(samba: Samba) -> dict[str, str]:
    return samba.environment() | {"GOVDESK_LDAP_URI": samba.secure_uri}


def find(connection: Any, base: str, text: str) -> list[str]:
    return [dn for dn, _ in connection.search_s(base, ldap.SCOPE_SUBTREE, text, ["cn"]) if dn]


def test_entries_survive_a_restart(samba: Samba) -> None:
    found = find(as_service(samba.environment()), samba.base_dn, "(sAMAccountName=ada)")
    assert found == [f"CN=Ada Sørensen,CN=Users,{samba.base_dn}"]


@pytest.mark.parametrize("name", [r"COMMERCE\ada", "ada@commerce.example"])
def test_a_person_signs_in_by_domain_or_principal_name(samba: Samba, name: str) -> None:
    connect(samba.environment()).simple_bind_s(name, PASSWORD)


def test_a_password_is_taken_over_ldaps(samba: Samba) -> None:
    connection = connect(secure(samba), encrypt=False)
    connection.simple_bind_s("ada@commerce.example", PASSWORD)
    assert find(connection, samba.base_dn, "(sAMAccountName=ada)")


def test_a_password_in_clear_is_refused(samba: Samba) -> None:
    with pytest.raises(ldap.STRONG_AUTH_REQUIRED):
        connect(samba.environment(), encrypt=False).simple_bind_s("ada@commerce.example", PASSWORD)


@pytest.mark.parametrize("encrypt", [True, False], ids=["StartTLS", "LDAPS"])
def test_a_certificate_of_another_authority_is_refused(samba: Samba, folder: Path, encrypt: bool) -> None:
    rogue = certificates.make(folder).authority
    settings = samba.environment() if encrypt else secure(samba)
    with pytest.raises((ldap.CONNECT_ERROR, ldap.SERVER_DOWN)):
        connect(settings, authority=rogue, encrypt=encrypt).simple_bind_s("ada@commerce.example", PASSWORD)


def test_strangers_find_nobody(samba: Samba) -> None:
    with pytest.raises(ldap.OPERATIONS_ERROR):
        find(connect(samba.environment()), samba.base_dn, "(sAMAccountName=ada)")


def test_a_domain_serves_one_controller_at_a_time(samba: Samba, domain: Path) -> None:
    with pytest.raises(ServerError, match="in use"):
        Samba(domain).start()


def test_it_has_no_rights_on_this_machine(samba: Samba, domain: Path) -> None:
    assert (domain / "private" / "sam.ldb").stat().st_uid == user_id() != 0
