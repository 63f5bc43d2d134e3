"""Whom a login means, and that nobody else can be meant by it."""

from pathlib import Path

import ldap
import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import Refusal, locate
from tests.directory.lab.awkward import MAILS
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.ldif import BASE
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.ldap.scene import ADA, company_of, signs_ada_in, tiny, tried, with_files
from tests.servers.directory import connect
from tools.servers.slapd_log import binds, dn_key, searches
from tools.servers.slapd_options import Options

ODD = [
    "*",
    "*)(uid=*",
    "\\",
    "js*",
    "jsmith)(objectClass=*",
    "jsm\0ith",
    "\0",
    "j" * 10_000,
    "(",
    "\\2a",
    "😀" * 40,
    "a\udcff",
]


@pytest.fixture
def company(lab: OpenLdapLab) -> Company:
    return company_of(lab.slapd.environment())


@pytest.mark.parametrize("password", ["", " ", "\t\n  ", None])
def test_l1_nothing_typed_is_refused_before_the_directory_is_asked(
    lab: OpenLdapLab, company: Company, password: str
) -> None:
    before = len(lab.slapd.log())
    assert tried(company, "jsmith", password).refusal is Refusal.NOTHING_TYPED
    assert "conn=" not in lab.slapd.log()[before:]


def test_l1_where_the_server_takes_an_empty_password_we_do_not() -> None:
    with tiny(Options(empty_passwords=True)) as slapd:
        connect(slapd.environment()).simple_bind_s(ADA, "")  # it does take it
        company = company_of(slapd.environment())
        assert [tried(company, "ada", password).facts for password in ("", "  ", "\0")] == [None] * 3
        assert signs_ada_in(company)


@pytest.mark.parametrize("login", ODD)
def test_l2_an_odd_login_finds_nobody_and_searches_once_at_most(
    lab: OpenLdapLab, company: Company, login: str
) -> None:
    before = len(searches(lab.slapd.log()))
    verdict = tried(company, login, PASSWORD)
    assert (verdict.facts, verdict.refusal) == (None, Refusal.UNKNOWN)
    assert sum("uid=" in wanted for wanted in searches(lab.slapd.log())[before:]) <= 1


@pytest.mark.parametrize("login", ["a*(b)", "ana+press", "d'arcy", "žofie", "007", "null", "anne-marie.de_wit"])
def test_l2_a_login_of_odd_characters_signs_in_its_holder_alone(company: Company, login: str) -> None:
    facts = tried(company, login, PASSWORD).facts
    assert facts is not None
    assert facts.login == login


def test_l3_two_entries_for_a_login_sign_nobody_in(company: Company) -> None:
    verdict = tried(company, "twice", PASSWORD)
    assert (verdict.facts, verdict.refusal) == (None, Refusal.AMBIGUOUS)
    assert "2 entries have this login" in verdict.detail


@pytest.mark.parametrize("login", ["JSMITH", " jsmith ", "ｊsmith", "jSmith"])
def test_l4_every_way_to_write_a_login_has_one_key(company: Company, login: str) -> None:
    assert locate(company.server, login).key == locate(company.server, "jsmith").key
    facts = tried(company, login, PASSWORD).facts
    assert facts is not None
    assert facts.login == "jsmith"


def test_l4_the_key_is_the_entrys_id(lab: OpenLdapLab, company: Company) -> None:
    assert locate(company.server, "jsmith").key == lab.ids()["comma"]


@pytest.mark.parametrize(("login", "other"), [("nobody", " NOBODY "), ("x" * 5000, "X" * 5000)])
def test_l4_the_key_of_an_unknown_login_is_the_folded_login(company: Company, login: str, other: str) -> None:
    key = locate(company.server, login).key
    assert key == locate(company.server, other).key
    assert len(key) <= 220


def mails_count(lab: OpenLdapLab, policies: Path) -> Company:
    return company_of(lab.slapd.environment(), policies=with_files(policies, directory="sign_in_with: [uid, mail]\n"))


def test_l5_a_mail_address_signs_in_where_it_is_configured(
    lab: OpenLdapLab, company: Company, policies: Path
) -> None:
    assert tried(company, f"comma@{MAILS}", PASSWORD).refusal is Refusal.UNKNOWN
    facts = tried(mails_count(lab, policies), f"comma@{MAILS}", PASSWORD).facts
    assert facts is not None
    assert facts.login == "jsmith"


def test_l5_a_shared_mail_address_signs_nobody_in(lab: OpenLdapLab, policies: Path) -> None:
    assert tried(mails_count(lab, policies), f"shared@{MAILS}", PASSWORD).refusal is Refusal.AMBIGUOUS


def test_l5_whoever_writes_a_login_as_their_mail_does_not_shut_its_holder_out(
    lab: OpenLdapLab, policies: Path
) -> None:
    with lab.slapd.manager() as server:
        server.modify_s(lab.dn("slash"), [(ldap.MOD_ADD, "mail", b"jsmith")])
        facts = tried(mails_count(lab, policies), "jsmith", PASSWORD).facts
        server.modify_s(lab.dn("slash"), [(ldap.MOD_DELETE, "mail", b"jsmith")])
    assert facts is not None
    assert facts.login == "jsmith"


def test_a_login_given_to_somebody_else_is_the_new_holders(lab: OpenLdapLab, company: Company) -> None:
    """While the former holder's entry is still there, shut."""
    with lab.slapd.manager() as server:
        server.modify_s(lab.dn("disabled"), [(ldap.MOD_REPLACE, "uid", b"hharry")])
        facts = tried(company, "hharry", PASSWORD).facts
        server.modify_s(lab.dn("disabled"), [(ldap.MOD_REPLACE, "uid", b"disabled")])
    assert facts is not None
    assert dn_key(facts.dn) == dn_key(lab.dn("hash"))


def direct(lab: OpenLdapLab, policies: Path, *templates: str) -> Company:
    lines = "".join(f"  - '{template}'\n" for template in templates)
    return company_of(lab.slapd.environment(), policies=with_files(policies, directory=f"bind_as:\n{lines}"))


def test_l6_people_are_searched_by_the_service_account_and_sign_in_themselves(
    lab: OpenLdapLab, company: Company
) -> None:
    before = binds(lab.slapd.log())
    assert tried(company, "jsmith", PASSWORD).facts is not None
    signed_in = binds(lab.slapd.log()) - before
    # The service account searches the person, and on the person's line only after it has signed in itself.
    assert signed_in == {dn_key(lab.dn("comma")): 1, dn_key(company.server.settings.ldap_bind_dn): 2}


def test_l6_a_template_signs_people_in_without_a_service_account(policies: Path) -> None:
    with openldap(Options(anonymous_reads=True, logs_operations=True), ordinary=5) as lab:
        unit = lab.dn("filter").partition(",")[2]
        company = direct(lab, policies, "cn={login},ou=elsewhere," + BASE, "cn={login}," + unit)
        before = binds(lab.slapd.log())
        facts = tried(company, "*)(uid=*", PASSWORD).facts
        assert facts is not None
        assert facts.login == "filter"
        assert company.server.settings.ldap_bind_dn not in binds(lab.slapd.log()) - before
        assert tried(company, f"{facts.name},{unit}", PASSWORD).facts is None  # a comma ends no name
        assert tried(company, "*)(uid=*", "wrong").refusal is Refusal.NOT_ACCEPTED


def test_l6_what_the_person_may_not_read_is_not_read_as_somebody_else(lab: OpenLdapLab, policies: Path) -> None:
    company = direct(lab, policies, "cn={login}," + lab.dn("filter").partition(",")[2])
    verdict = tried(company, "*)(uid=*", PASSWORD)
    assert (verdict.facts, verdict.refusal) == (None, Refusal.UNUSABLE)
