"""What an Active Directory says and does, told by the awkward company that stands on one."""

from typing import Any

import ldap
import pytest

from tests.directory.lab.ad_entries import BASE, DOMAIN
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.samba import SambaLab, samba
from tests.servers.directory import as_service, connect
from tools.servers.samba import obstacle

pytestmark = [
    pytest.mark.samba,
    pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "Samba can be run"),
]


def refusal(lab: SambaLab, name: str, password: str = PASSWORD) -> str:
    """The code after “data”, by which Active Directory says why; raises what is no refusal of a password."""
    try:
        connect(lab.environment()).simple_bind_s(name, password)
    except ldap.INVALID_CREDENTIALS as error:
        told: dict[str, str] = error.args[0]
        return told["info"].partition("data ")[2].partition(",")[0]
    return ""


def rows(lab: SambaLab, base: str, wanted: str, *attributes: str) -> list[Any]:
    connection = as_service(lab.environment())
    connection.set_option(ldap.OPT_REFERRALS, 0)
    found: list[Any] = connection.search_s(base, ldap.SCOPE_SUBTREE, wanted, list(attributes) or ["cn"])
    return found


@pytest.mark.parametrize(
    ("key", "code"),
    [("comma", ""), ("disabled", "533"), ("locked", "775"), ("expired", "701"), ("must-change", "773")],
)
def test_the_right_password_brings_out_what_is_wrong(samba_lab: SambaLab, key: str, code: str) -> None:
    assert refusal(samba_lab, samba_lab.dn(key)) == code


@pytest.mark.parametrize("key", ["plus", "disabled", "expired", "must-change"])
def test_a_wrong_password_brings_out_nothing(samba_lab: SambaLab, key: str) -> None:
    assert refusal(samba_lab, samba_lab.dn(key), "guess") == "52e"


def test_a_locked_account_says_so_to_wrong_passwords_too(samba_lab: SambaLab) -> None:
    assert refusal(samba_lab, samba_lab.dn("locked"), "guess") == "775"


def test_an_empty_password_is_refused_and_counts_as_wrong(samba_lab: SambaLab) -> None:
    assert refusal(samba_lab, samba_lab.dn("hash"), "") == "52e"
    [(_, hashed)] = samba_lab.read("(employeeNumber=hash)", "badPwdCount")
    assert hashed["badPwdCount"] == [b"1"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("jsmith@awkward.example", ""), (r"AWKWARD\jsmith", ""), (r"awkward\JSMITH", ""), ("jsmith", "52e")],
)
def test_logins_that_are_known(samba_lab: SambaLab, name: str, code: str) -> None:
    assert refusal(samba_lab, name) == code


def test_t7_a_search_from_the_root_of_the_domain_brings_rows_that_are_no_entries(samba_lab: SambaLab) -> None:
    found = rows(samba_lab, DOMAIN, "(sAMAccountName=jsmith)")
    assert [dn for dn, _ in found if dn] == [samba_lab.dn("comma").replace("cn=", "CN=")]
    assert [dn for dn, _ in found if dn is None]


def test_s13_computers_and_contacts_look_like_people_to_a_careless_filter(samba_lab: SambaLab) -> None:
    people = len(samba_lab.company.people)
    assert len(rows(samba_lab, BASE, "(&(objectCategory=person)(objectClass=user))")) == people
    assert len(rows(samba_lab, BASE, "(objectClass=user)")) > people
    assert len(rows(samba_lab, BASE, "(objectCategory=person)")) > people


def test_member_of_names_direct_groups_only(samba_lab: SambaLab) -> None:
    [(_, nested)] = rows(samba_lab, BASE, "(employeeNumber=staff-013)", "memberOf")
    assert nested["memberOf"] == [f"CN=comms-vienna-press,OU=groups,{BASE}".encode()]


def test_i2_the_second_day_leaves_everybody_their_id(samba_lab: SambaLab) -> None:
    before = samba_lab.ids()
    samba_lab.day_two()
    after = samba_lab.ids()
    assert sorted(after) == sorted(person.key for person in samba_lab.company.people)
    assert {key: before[key] for key in before.keys() & after.keys()} == {
        key: after[key] for key in before.keys() & after.keys()
    }


@pytest.mark.chaos
def test_s5_two_thousand_members_are_given_in_ranges_to_who_asks_for_them(kept_domains: Any) -> None:
    with samba(kept_domains, members=2000) as lab:
        found = {
            name: len(values)
            for wanted in ("member", "member;range=0-1499", "member;range=1500-*")
            for name, values in rows(lab, BASE, "(sAMAccountName=crowd)", wanted)[0][1].items()
        }
    assert found == {"member": 2000, "member;range=0-1499": 1500, "member;range=1500-*": 500}
