"""Looking one person up with the service account, when they have proved elsewhere who they are."""

from uuid import UUID

import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.entries import directory_id
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.lookup import NobodyFits, _as_stored, by_id, by_login
from tests.directory.conftest import COMMS


def test_a_login_and_an_id_find_the_same_person_with_the_groups(directory: Company) -> None:
    grace = by_login(directory.server, " GRACE ")
    assert (grace.login, COMMS in grace.group_dns) == ("grace", True)
    assert by_id(directory.server, grace.directory_id) == grace


@pytest.mark.parametrize("login", ["nobody-at-all", "gr*", "grace)(uid=*", "", "gra\0ce", "grace@commerce.example"])
def test_l2_what_is_not_exactly_a_login_finds_nobody(directory: Company, login: str) -> None:
    with pytest.raises(NobodyFits):
        by_login(directory.server, login)


@pytest.mark.parametrize("identity", ["*", "", "grace", str(UUID(int=0))])
def test_what_is_not_exactly_an_id_finds_nobody(directory: Company, identity: str) -> None:
    with pytest.raises(NobodyFits):
        by_id(directory.server, identity)


def test_l10_who_is_disabled_is_not_found(directory: Company) -> None:
    with pytest.raises(NobodyFits, match="disabled in the directory"):
        by_login(directory.server, "lars")


def test_i1_an_id_of_active_directory_is_asked_for_as_it_is_stored() -> None:
    text = "00112233-4455-6677-8899-aabbccddeeff"
    asked = _as_stored("objectGUID", text)
    assert asked.startswith(r"\33\22\11\00\55\44\77\66\88\99")
    stored = bytes.fromhex(asked.replace("\\", ""))
    assert directory_id(Entry("cn=x", {"objectguid": [stored]}), "objectGUID") == text
    with pytest.raises(NobodyFits, match="no GUID"):
        _as_stored("objectGUID", "*")
