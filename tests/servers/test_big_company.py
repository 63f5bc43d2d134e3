"""The big company is what its numbers say, in small."""

from collections.abc import Iterator

import ldap
import pytest

from tests.servers.directory import connect
from tools.servers.big_company import BASE, PASSWORD, ROLE_GROUPS, BigCompany
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

COMPANY = BigCompany(people=1_500)


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("big") as folder, Slapd(folder, COMPANY) as slapd:
        yield slapd


def count(slapd: Slapd, wanted: str) -> int:
    with slapd.manager() as server:
        return len(server.search_s(BASE, ldap.SCOPE_SUBTREE, wanted, ["1.1"]))


def test_everybody_and_every_department_is_there(slapd: Slapd) -> None:
    assert count(slapd, "(objectClass=inetOrgPerson)") == COMPANY.people
    assert count(slapd, "(&(objectClass=organizationalUnit)(!(ou=people))(!(ou=groups)))") == COMPANY.departments
    assert count(slapd, "(pwdAccountLockedTime=*)") == COMPANY.disabled


def test_no_name_leads_nowhere(slapd: Slapd) -> None:
    with slapd.manager() as server:
        found = server.search_s(BASE, ldap.SCOPE_SUBTREE, "(objectClass=*)", ["manager", "member"])
    there = {dn.replace("\\2C", "\\,") for dn, _ in found}
    meant = {value.decode() for _, values in found for several in values.values() for value in several}
    assert {dn.replace("\\2C", "\\,") for dn in meant} <= there
    assert len(meant) > COMPANY.people


def test_groups_give_roles_and_lie_in_each_other(slapd: Slapd) -> None:
    with slapd.manager() as server:
        found = server.search_s(f"ou=groups,{BASE}", ldap.SCOPE_ONELEVEL, "(objectClass=*)", ["cn", "member"])
    members = {values["cn"][0].decode(): values["member"] for _, values in found}
    assert members.keys() >= ROLE_GROUPS.keys() | {"division-0", "office-0", "team-0", "large"}
    assert any(dn.startswith(b"cn=office-") for dn in members["govdesk-agents"])
    assert len(members["large"]) == COMPANY.people


def test_people_sign_in_and_leavers_do_not(slapd: Slapd) -> None:
    connect(slapd.environment()).simple_bind_s(COMPANY.dn(1), PASSWORD)
    with pytest.raises(ldap.INVALID_CREDENTIALS):
        connect(slapd.environment()).simple_bind_s(COMPANY.dn(200), PASSWORD)


def test_the_same_numbers_make_the_same_company_and_others_another() -> None:
    small = list(BigCompany(people=50))
    assert small == list(BigCompany(people=50))
    assert BigCompany(people=50).mark != BigCompany(people=50, seed=2).mark
    assert small != list(BigCompany(people=50, seed=2))
