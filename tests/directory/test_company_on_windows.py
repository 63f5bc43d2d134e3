"""What only a domain controller on Windows does, shown by the relay that imitates it before a real Samba."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ldap
import pytest
from ldap.controls import SimplePagedResultsControl

from tests.directory.lab.ad_entries import BASE
from tests.directory.lab.samba import SambaLab, samba
from tests.servers.directory import connect
from tools.servers.samba import obstacle
from tools.servers.windows_relay import WindowsRelay

pytestmark = [
    pytest.mark.samba,
    pytest.mark.chaos,
    pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "Samba can be run"),
]
PEOPLE = "(&(objectCategory=person)(objectClass=user))"


@pytest.fixture(scope="module")
def crowded(kept_domains: Path) -> Iterator[SambaLab]:
    with samba(kept_domains, members=2000) as lab:
        yield lab


@pytest.fixture(scope="module")
def settings(crowded: SambaLab) -> Iterator[dict[str, str]]:
    with WindowsRelay(crowded.samba) as windows:
        yield crowded.environment() | {"GOVDESK_LDAP_URI": windows.uri}


@pytest.fixture
def service(settings: dict[str, str]) -> Iterator[Any]:
    connection = connect(settings, encrypt=False)
    connection.set_option(ldap.OPT_REFERRALS, 0)
    connection.simple_bind_s(settings["GOVDESK_LDAP_BIND_DN"], settings["GOVDESK_LDAP_BIND_PASSWORD"])
    yield connection
    connection.unbind_s()


def members(service: Any, wanted: str) -> dict[str, int]:
    [(_, crowd)] = service.search_s(BASE, ldap.SCOPE_SUBTREE, "(sAMAccountName=crowd)", [wanted])
    return {name: len(values) for name, values in crowd.items()}


def test_l1_an_empty_password_is_welcome_and_makes_nobody_of_the_caller(crowded: SambaLab, settings: Any) -> None:
    connection = connect(settings, encrypt=False)
    connection.simple_bind_s(crowded.dn("chief"), "")
    with pytest.raises(ldap.OPERATIONS_ERROR):
        connection.search_s(BASE, ldap.SCOPE_SUBTREE, PEOPLE)


def test_a_wrong_password_is_refused_there_too(crowded: SambaLab, settings: Any) -> None:
    with pytest.raises(ldap.INVALID_CREDENTIALS):
        connect(settings, encrypt=False).simple_bind_s(crowded.dn("chief"), "guess")


def test_s5_members_come_beside_an_empty_attribute_in_ranges(service: Any) -> None:
    assert members(service, "member") == {"member": 0, "member;range=0-1499": 1500}
    assert members(service, "member;range=1500-*") == {"member;range=1500-*": 500}


def test_s3_an_answer_without_pages_ends_at_a_thousand(service: Any) -> None:
    search = service.search(BASE, ldap.SCOPE_SUBTREE, PEOPLE, ["cn"])
    with pytest.raises(ldap.SIZELIMIT_EXCEEDED):
        list(iter(lambda: service.result(search, all=1, timeout=20), None))


def test_a_page_holds_a_thousand_however_many_are_asked_for(service: Any) -> None:
    page = SimplePagedResultsControl(size=5_000, cookie="")
    search = service.search_ext(BASE, ldap.SCOPE_SUBTREE, PEOPLE, ["cn"], serverctrls=[page])
    _, rows, _, [answer] = service.result3(search)
    assert len([dn for dn, _ in rows if dn]) == 1_000
    assert answer.cookie
