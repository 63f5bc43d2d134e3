"""Sign-in against an Active Directory domain controller."""

from collections.abc import Iterator
from pathlib import Path

import ldap
import pytest

from govdesk.access import Role
from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import Refusal, locate
from govdesk.directory.ldap.check import steps
from govdesk.directory.ldap.lookup import by_login
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.ldap.steps import failures
from govdesk.settings import LdapKind
from tests.directory.lab.ad_entries import BASE, DOMAIN
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.samba import SambaLab
from tests.directory.lab.truth import truth
from tests.directory.ldap.scene import company_of, roles_file, tried, with_files
from tests.servers.directory import connect
from tools.servers import certificates
from tools.servers.samba import obstacle
from tools.servers.unprivileged import passing_folder
from tools.servers.windows_relay import WindowsRelay

pytestmark = [
    pytest.mark.samba,
    pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "Samba can be run"),
]
FILE = "domain: AWKWARD\n"


@pytest.fixture
def company(samba_lab: SambaLab, policies: Path) -> Company:
    files = with_files(policies, directory=FILE, roles=roles_file(samba_lab.roles()))
    return company_of(samba_lab.environment(), policies=files)


def wrong_tries(lab: SambaLab, key: str) -> int:
    [(_dn, values)] = lab.read(f"(employeeNumber={key})", "badPwdCount")
    return int(values.get("badPwdCount", [b"0"])[0])


@pytest.fixture
def forgiven(samba_lab: SambaLab) -> Iterator[None]:
    """The wrong tries of `comma` do not count in other tests."""
    yield
    with samba_lab.samba.manager() as server:
        server.modify_s(samba_lab.dn("comma"), [(ldap.MOD_REPLACE, "lockoutTime", b"0")])


@pytest.mark.parametrize("password", ["", "  ", None])
def test_l1_nothing_typed_is_refused_and_does_not_count(samba_lab: SambaLab, company: Company, password: str) -> None:
    before = wrong_tries(samba_lab, "comma")
    assert tried(company, "jsmith", password).refusal is Refusal.NOTHING_TYPED
    assert wrong_tries(samba_lab, "comma") == before


@pytest.mark.parametrize("template", ["", "{login}@awkward.example"])
def test_l1_where_windows_takes_an_empty_password_we_do_not(
    samba_lab: SambaLab, policies: Path, template: str
) -> None:
    with WindowsRelay(samba_lab.samba) as windows:
        environment = samba_lab.environment() | {"GOVDESK_LDAP_URI": windows.uri}
        connect(environment, encrypt=False).simple_bind_s(samba_lab.dn("comma"), "")  # it does take it
        files = with_files(policies, directory=f"bind_as: '{template}'\n" if template else "")
        company = company_of(environment, policies=files)
        assert [tried(company, "jsmith", password).facts for password in ("", " ", "\0")] == [None] * 3
        assert tried(company, "jsmith", PASSWORD).facts is not None


@pytest.mark.parametrize(
    "login", ["*", "*)(sAMAccountName=*", "js*", "\\", "AWKWARD\\", "AWKWARD\\*", "OTHER\\jsmith"]
)
def test_l2_an_odd_login_finds_nobody(company: Company, login: str) -> None:
    assert tried(company, login, PASSWORD).refusal is Refusal.UNKNOWN


@pytest.mark.parametrize(
    "login", ["jsmith", "JSMITH", " jsmith ", "jsmith@awkward.example", r"AWKWARD\jsmith", r"awkward\JSmith"]
)
def test_l5_account_name_principal_name_and_domain_reach_one_account(
    samba_lab: SambaLab, company: Company, login: str
) -> None:
    assert locate(company.server, login).key == samba_lab.ids()["comma"]
    facts = tried(company, login, PASSWORD).facts
    assert facts is not None
    assert (facts.login, facts.directory_id) == ("jsmith", samba_lab.ids()["comma"])


@pytest.mark.parametrize(
    ("template", "login"),
    [
        ("{login}@awkward.example", "jsmith"),
        ("{login}@awkward.example", r"AWKWARD\jsmith"),
        ("AWKWARD\\{login}", "jsmith"),
        ("{login}", "jsmith@awkward.example"),
        ("{login}", r"AWKWARD\jsmith"),
    ],
)
def test_l6_people_sign_in_by_a_template_and_are_read_with_their_own_rights(
    samba_lab: SambaLab, policies: Path, template: str, login: str
) -> None:
    files = with_files(policies, directory=f"{FILE}bind_as: '{template}'\n", roles=roles_file(samba_lab.roles()))
    company = company_of(samba_lab.environment(), policies=files, ldap_bind_dn="", ldap_bind_password="")
    facts = tried(company, login, PASSWORD).facts
    assert facts is not None
    assert facts.login == "jsmith"
    assert set(company.roles.roles_of(facts.group_dns)) == {Role.AGENT, Role.AUDITOR}
    assert tried(company, login, "wrong").refusal is Refusal.NOT_ACCEPTED


@pytest.mark.parametrize(
    ("key", "refusal", "was_right", "words"),
    [
        ("disabled", Refusal.DISABLED, True, "disabled"),
        ("locked", Refusal.LOCKED, False, "775"),
        ("expired", Refusal.ACCOUNT_EXPIRED, True, "701"),
        ("must-change", Refusal.MUST_CHANGE, True, "773"),
    ],
)
def test_l7_the_reason_is_told_to_the_operator(
    samba_lab: SambaLab, company: Company, key: str, refusal: Refusal, was_right: bool, words: str
) -> None:
    verdict = tried(company, samba_lab.company.person(key).login, PASSWORD)
    assert (verdict.facts, verdict.refusal, verdict.password_was_right) == (None, refusal, was_right)
    assert words in verdict.detail


@pytest.mark.parametrize("key", ["disabled", "expired", "must-change"])
def test_l7_a_wrong_password_does_not_bring_out_that_another_would_be_right(
    samba_lab: SambaLab, company: Company, key: str
) -> None:
    assert not tried(company, samba_lab.company.person(key).login, "guess").password_was_right


def test_l8_a_password_that_must_be_changed_first_opens_nothing(company: Company) -> None:
    assert tried(company, "mustchange", PASSWORD).facts is None


@pytest.mark.usefixtures("forgiven")
def test_l9_a_wrong_password_counts_once(samba_lab: SambaLab, company: Company) -> None:
    before = wrong_tries(samba_lab, "comma")
    assert tried(company, "jsmith", "guess").refusal is Refusal.NOT_ACCEPTED
    assert wrong_tries(samba_lab, "comma") == before + 1


def test_l10_a_disabled_account_is_told_as_such_even_to_a_wrong_password_in_the_log(company: Company) -> None:
    verdict = tried(company, "disabled", "guess")
    assert (verdict.refusal, verdict.password_was_right) == (Refusal.DISABLED, False)


def test_r2_everybodys_roles_at_sign_in_are_the_true_ones(samba_lab: SambaLab, company: Company) -> None:
    """Security groups nested three deep and in rings; not lists of addresses."""
    known = truth(samba_lab.company, LdapKind.AD)
    concerned = {key for group in samba_lab.company.groups for key in group.people}
    people = {key: one for key, one in known.items() if key in concerned and one.state == "active"}
    assert "staff-043" in people  # on a list of addresses that stands in roles.yml
    found = {}
    for key, one in people.items():
        facts = tried(company, one.login, PASSWORD).facts
        assert facts is not None, key
        found[key] = frozenset(company.roles.roles_of(facts.group_dns))
    assert found == {key: one.roles for key, one in people.items()}


def test_r2_a_list_of_addresses_counts_where_it_is_allowed(samba_lab: SambaLab, policies: Path) -> None:
    files = with_files(policies, directory=f"{FILE}mail_groups_count: true\n", roles=roles_file(samba_lab.roles()))
    company = company_of(samba_lab.environment(), policies=files)
    facts = tried(company, samba_lab.company.person("staff-043").login, PASSWORD).facts
    assert facts is not None
    assert set(company.roles.roles_of(facts.group_dns)) == {Role.COMMS}


def test_r2_the_primary_group_counts(samba_lab: SambaLab, policies: Path) -> None:
    roles = {f"CN=Domain Users,CN=Users,{DOMAIN}": Role.AGENT}
    company = company_of(samba_lab.environment(), policies=with_files(policies, roles=roles_file(roles)))
    facts = tried(company, "jsmith", PASSWORD).facts
    assert facts is not None
    assert set(company.roles.roles_of(facts.group_dns)) == {Role.AGENT}


def test_t1_a_certificate_of_another_authority_is_refused(samba_lab: SambaLab) -> None:
    with passing_folder("rogue") as folder:
        rogue = certificates.make(folder).authority
        for uri in (samba_lab.samba.uri, samba_lab.samba.secure_uri):
            company = company_of(samba_lab.environment(), ldap_uri=uri, ldap_ca_file=str(rogue))
            with pytest.raises(DirectoryUnreachable, match="not trusted here"):
                tried(company, "jsmith", PASSWORD)


def test_t2_a_password_in_clear_is_refused_with_what_to_change(samba_lab: SambaLab) -> None:
    company = company_of(samba_lab.environment(), ldap_tls="off")
    with pytest.raises(DirectoryUnreachable, match="set GOVDESK_LDAP_TLS=demand"):
        tried(company, "jsmith", PASSWORD)


def test_t7_searching_the_whole_domain_steps_over_referrals(samba_lab: SambaLab, policies: Path) -> None:
    files = with_files(policies, directory=FILE)
    company = company_of(samba_lab.environment(), ldap_base_dn=DOMAIN, policies=files)
    assert tried(company, "jsmith", PASSWORD).facts is not None
    with company.server.reading() as reading:
        rows = [row for page in reading.people(company.server.meaning.people, ["sAMAccountName"]) for row in page]
    logins = {values["sAMAccountName"][0] for dn, values in rows if dn is not None}
    assert {b"jsmith", b"Administrator"} <= logins


def test_the_check_knows_the_server_and_finds_the_people(samba_lab: SambaLab, company: Company) -> None:
    told = steps(company, login="jsmith", password=PASSWORD)
    assert failures(told) == []
    assert any(f"below {BASE}" in step.text for step in told)
    wrong = steps(company_of(samba_lab.environment(), ldap_kind="openldap"))
    assert any("it looks like ad" in step.text for step in wrong)


def test_s14_who_has_no_mail_has_the_main_one_of_their_addresses(samba_lab: SambaLab, company: Company) -> None:
    [(dn, values)] = samba_lab.read("(employeeNumber=comma)", "mail")
    assert by_login(company.server, "jsmith").mail == values["mail"][0].decode()
    with samba_lab.samba.manager() as server:
        addresses = [b"smtp:second@awkward.example", b"SMTP:main@awkward.example"]
        kept = server.search_s(dn, ldap.SCOPE_BASE, attrlist=["proxyAddresses"])[0][1].get("proxyAddresses", [])
        server.modify_s(dn, [(ldap.MOD_DELETE, "mail", None), (ldap.MOD_REPLACE, "proxyAddresses", addresses)])
        assert by_login(company.server, "jsmith").mail == "main@awkward.example"
        server.modify_s(dn, [(ldap.MOD_REPLACE, "mail", values["mail"]), (ldap.MOD_REPLACE, "proxyAddresses", kept)])


@pytest.mark.parametrize("never", [b"0", b"9223372036854775807"])
def test_s14_an_account_that_never_expires_has_no_last_day(
    samba_lab: SambaLab, company: Company, never: bytes
) -> None:
    with samba_lab.samba.manager() as server:
        before = server.search_s(samba_lab.dn("comma"), ldap.SCOPE_BASE, attrlist=["accountExpires"])[0][1]
        server.modify_s(samba_lab.dn("comma"), [(ldap.MOD_REPLACE, "accountExpires", never)])
        assert by_login(company.server, "jsmith").leaves_on is None
        server.modify_s(samba_lab.dn("comma"), [(ldap.MOD_REPLACE, "accountExpires", before["accountExpires"])])
