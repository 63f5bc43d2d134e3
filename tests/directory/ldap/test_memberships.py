"""The groups that count at sign-in: direct, nested, and on any kind of server the same."""

from collections.abc import Iterator
from pathlib import Path

import ldap
import pytest

from govdesk.access import Role
from govdesk.directory.company import Company
from govdesk.directory.ldap.names import common_base, dn_key
from govdesk.settings import LdapKind
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.ldif import BASE, Rendered
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.lab.truth import truth
from tests.directory.ldap.scene import company_of, roles_file, tried, with_files
from tools.servers.slapd_log import searches
from tools.servers.slapd_options import Options


@pytest.fixture(scope="module", params=[True, False], ids=["memberOf", "no memberOf"])
def lab(request: pytest.FixtureRequest) -> Iterator[OpenLdapLab]:
    with openldap(Options(member_of=request.param, logs_operations=True), ordinary=60) as lab:
        yield lab


@pytest.fixture
def company(lab: OpenLdapLab, policies: Path) -> Company:
    return company_of(lab.slapd.environment(), policies=with_files(policies, roles=roles_file(lab.roles())))


def roles(company: Company, login: str) -> frozenset[Role]:
    facts = tried(company, login, PASSWORD).facts
    assert facts is not None, login
    return frozenset(company.roles.roles_of(facts.group_dns))


def test_r1_r2_everybodys_roles_at_sign_in_are_the_true_ones(lab: OpenLdapLab, company: Company) -> None:
    """Nested three deep, in rings, by unique name and by login; and nothing by groups that look alike."""
    known = truth(lab.company, LdapKind.OPENLDAP)
    concerned = {key for group in lab.company.groups for key in group.people}
    people = {key: one for key, one in known.items() if key in concerned and one.state == "active"}
    assert len(people) > 30
    assert {key: roles(company, one.login) for key, one in people.items()} == {
        key: one.roles for key, one in people.items()
    }


def test_r2_a_ring_of_groups_ends(lab: OpenLdapLab, company: Company) -> None:
    facts = tried(company, lab.company.person("staff-022").login, PASSWORD).facts
    assert facts is not None
    dns = Rendered(lab.company).group_dns
    ring = {dn_key(dns[key]) for key in ("loop-a", "loop-b", "loop-c", "govdesk-agents")}
    assert set(map(dn_key, facts.group_dns)) == ring


def test_r3_few_searches_find_them(lab: OpenLdapLab, company: Company) -> None:
    before = len(searches(lab.slapd.log()))
    roles(company, "ayoung")  # in a group nested three deep
    asked = [wanted for wanted in searches(lab.slapd.log())[before:] if "member=" in wanted]
    assert len(asked) <= 5


def test_r4_a_group_left_gives_nothing_at_the_next_sign_in(lab: OpenLdapLab, company: Company) -> None:
    group = Rendered(lab.company).group_dns["govdesk-auditors"]
    assert Role.AUDITOR in roles(company, "jsmith")
    with lab.slapd.manager() as server:
        server.modify_s(group, [(ldap.MOD_DELETE, "member", lab.dn("comma").encode())])
        assert Role.AUDITOR not in roles(company, "jsmith")
        server.modify_s(group, [(ldap.MOD_ADD, "member", lab.dn("comma").encode())])


def test_groups_beside_the_people_count(lab: OpenLdapLab, policies: Path) -> None:
    """Where the base holds the people alone."""
    files = with_files(policies, roles=roles_file(lab.roles()))
    company = company_of(lab.slapd.environment(), policies=files, ldap_base_dn=f"ou=people,{BASE}")
    assert roles(company, "ayoung") == {Role.COMMS}


@pytest.mark.parametrize(
    ("dns", "base"),
    [
        (["dc=a,dc=b"], "dc=a,dc=b"),
        (["ou=people,dc=a,dc=b", "cn=g,ou=groups,DC=A,dc=b"], "dc=a,dc=b"),
        (["ou=x,dc=a,dc=b", "cn=g\\2Ch,ou=x,dc=a,dc=b"], "ou=x,dc=a,dc=b"),
        (["dc=a", "dc=b"], ""),
    ],
)
def test_the_nearest_common_base(dns: list[str], base: str) -> None:
    assert common_base(dns) == base
