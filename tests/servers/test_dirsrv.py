"""A 389 Directory Server of our own, as the service account and strangers meet it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ldap
import pytest

from tests.servers.directory import as_service, connect
from tools.servers import certificates
from tools.servers.dirsrv import Dirsrv, obstacle
from tools.servers.errors import ServerError
from tools.servers.unprivileged import passing_folder, user_id

pytestmark = [
    pytest.mark.dirsrv,
    pytest.mark.chaos,
    pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "389-ds can be run"),
]
PASSWORD = "Cosmic-Otter-42"
BASE = "dc=commerce,dc=example"
ADA = f"uid=ada,{BASE}"
ADA_IS = {
    "objectClass": [b"inetOrgPerson"],
    "cn": "Ada Sørensen".encode(),
    "sn": "Sørensen".encode(),
    "userPassword": PASSWORD.encode(),
}


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with passing_folder("dirsrv") as folder:
        yield folder


@pytest.fixture(scope="module")
def dirsrv(place: Path) -> Iterator[Dirsrv]:
    """Started a second time, after somebody was taken on in the first."""
    with Dirsrv(place) as first, first.manager() as manager:
        manager.add_s(ADA, list(ADA_IS.items()))
    with Dirsrv(place) as second:
        yield second


def secure(dirsrv: Dirsrv) -> dict[str, str]:
    return dirsrv.environment() | {"GOVDESK_LDAP_URI": dirsrv.secure_uri}


def find(connection: Any, text: str) -> list[str]:
    return [dn for dn, _ in connection.search_s(BASE, ldap.SCOPE_SUBTREE, text, ["cn"])]


def test_entries_survive_a_restart(dirsrv: Dirsrv) -> None:
    assert find(as_service(dirsrv.environment()), "(uid=ada)") == [ADA]


def test_a_person_signs_in_over_starttls(dirsrv: Dirsrv) -> None:
    connection = connect(dirsrv.environment())
    connection.simple_bind_s(ADA, PASSWORD)
    assert connection.whoami_s() == f"dn: {ADA}"


def test_a_person_signs_in_over_ldaps_and_reads_nothing(dirsrv: Dirsrv) -> None:
    connection = connect(secure(dirsrv), encrypt=False)
    connection.simple_bind_s(ADA, PASSWORD)
    assert find(connection, "(uid=ada)") == []


@pytest.mark.parametrize("encrypt", [True, False], ids=["StartTLS", "LDAPS"])
def test_a_certificate_of_another_authority_is_refused(dirsrv: Dirsrv, folder: Path, encrypt: bool) -> None:
    rogue = certificates.make(folder).authority
    settings = dirsrv.environment() if encrypt else secure(dirsrv)
    with pytest.raises((ldap.CONNECT_ERROR, ldap.SERVER_DOWN)):
        connect(settings, authority=rogue, encrypt=encrypt).simple_bind_s(ADA, PASSWORD)


def test_strangers_find_nobody(dirsrv: Dirsrv) -> None:
    with pytest.raises(ldap.INAPPROPRIATE_AUTH):
        find(connect(dirsrv.environment()), "(uid=ada)")


def test_the_service_account_reads_no_passwords(dirsrv: Dirsrv) -> None:
    [(_, ada)] = as_service(dirsrv.environment()).search_s(ADA, ldap.SCOPE_BASE)
    assert "cn" in ada
    assert "userPassword" not in ada


def test_entries_have_ids_of_both_kinds(dirsrv: Dirsrv) -> None:
    ids = ["entryUUID", "nsUniqueId"]
    [(_, ada)] = as_service(dirsrv.environment()).search_s(ADA, ldap.SCOPE_BASE, attrlist=ids)
    assert sorted(ada) == ids


def test_a_place_serves_one_server_at_a_time(dirsrv: Dirsrv, place: Path) -> None:
    with pytest.raises(ServerError, match="in use"):
        Dirsrv(place).start()


def test_it_has_no_rights_on_this_machine(dirsrv: Dirsrv, place: Path) -> None:
    assert (place / "db" / "DBVERSION").stat().st_uid == user_id() != 0
