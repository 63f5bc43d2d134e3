"""Why a directory refused somebody, for the operator; and when the password was right nonetheless."""

from collections.abc import Iterator
from pathlib import Path

import ldap
import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import Refusal, Verdict
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import LAB_OPTIONS, OpenLdapLab, openldap
from tests.directory.ldap.scene import company_of, tried, with_files
from tools.servers.slapd_log import binds, dn_key


@pytest.fixture
def company(lab: OpenLdapLab) -> Company:
    return company_of(lab.slapd.environment())


def told(verdict: Verdict) -> tuple[Refusal | None, bool]:
    assert verdict.facts is None
    return verdict.refusal, verdict.password_was_right


@pytest.mark.parametrize(
    ("login", "refusal", "was_right", "words"),
    [
        ("jsmith", Refusal.NOT_ACCEPTED, False, "does not take this password"),
        ("locked", Refusal.LOCKED, False, "locked"),
        ("expired", Refusal.PASSWORD_EXPIRED, False, "expired"),
        ("mustchange", Refusal.NOT_ACCEPTED, False, "does not take this password"),
        ("disabled", Refusal.DISABLED, False, "disabled"),
    ],
)
def test_l7_a_wrong_password_is_refused_with_the_reason_that_the_server_gives(
    company: Company, login: str, refusal: Refusal, was_right: bool, words: str
) -> None:
    verdict = tried(company, login, "wrong")
    if login == "expired":  # only who knows the password learns that it has expired
        refusal, words = Refusal.NOT_ACCEPTED, "does not take"
    assert told(verdict) == (refusal, was_right)
    assert words in verdict.detail


@pytest.mark.parametrize(
    ("login", "refusal", "was_right"),
    [
        ("locked", Refusal.LOCKED, False),
        ("expired", Refusal.PASSWORD_EXPIRED, True),
        ("disabled", Refusal.DISABLED, False),
    ],
)
def test_l7_the_right_password_of_who_may_not_in_is_refused(
    company: Company, login: str, refusal: Refusal, was_right: bool
) -> None:
    assert told(tried(company, login, PASSWORD)) == (refusal, was_right)


def test_l8_a_password_that_must_be_changed_first_opens_nothing(lab: OpenLdapLab, company: Company) -> None:
    assert told(tried(company, "mustchange", PASSWORD)) == (Refusal.MUST_CHANGE, True)


def test_l9_a_wrong_password_costs_one_bind_at_one_of_two_servers(lab: OpenLdapLab) -> None:
    both = f"{lab.slapd.uri} {lab.slapd.secure_uri}"
    before = binds(lab.slapd.log())
    tried(company_of(lab.slapd.environment(), ldap_uri=both), "jsmith", "wrong")
    assert (binds(lab.slapd.log()) - before)[dn_key(lab.dn("comma"))] == 1


@pytest.mark.parametrize("login", ["nobody-at-all", "twice", "jsm\0ith", "x" * 300])
def test_l9_an_unknown_login_costs_one_bind_too(lab: OpenLdapLab, company: Company, login: str) -> None:
    service = dn_key(company.server.settings.ldap_bind_dn)
    before = binds(lab.slapd.log())
    assert tried(company, login, "wrong").facts is None
    strangers = binds(lab.slapd.log()) - before
    del strangers[service]
    assert list(strangers.values()) == [1]


def test_l9_the_service_account_is_not_tried_at_the_second_server_when_it_is_refused(lab: OpenLdapLab) -> None:
    both = f"{lab.slapd.uri} {lab.slapd.secure_uri}"
    company = company_of(lab.slapd.environment(), ldap_uri=both, ldap_bind_password="an old one")
    before = binds(lab.slapd.log())
    with pytest.raises(Exception, match="the service account cannot sign in"):
        company.server.check()
    assert sum((binds(lab.slapd.log()) - before).values()) == 1


@pytest.fixture(scope="module")
def trusting() -> Iterator[OpenLdapLab]:
    """A server that knows nothing of locks: whom it lets in may still be marked as shut."""
    with openldap(LAB_OPTIONS, ordinary=5) as lab:
        with lab.slapd.manager() as server:
            server.modify_s(lab.dn("hash"), [(ldap.MOD_REPLACE, "employeeType", b"retired")])
        yield lab


def test_l10_marks_of_the_entry_count_beside_the_bind(trusting: OpenLdapLab, policies: Path) -> None:
    marks = with_files(policies, directory="disabled_when: ['employeeType!=active', 'pwdReset&2']\n")
    company = company_of(trusting.slapd.environment(), policies=marks)
    assert told(tried(company, "hharry", PASSWORD)) == (Refusal.DISABLED, True)
    assert tried(company, "jsmith", PASSWORD).facts is not None


@pytest.mark.parametrize("password", ["a secret\0word", "a secret" * 2000, "a secret \udcff"])
def test_l12_what_can_be_no_password_never_reaches_the_directory(
    lab: OpenLdapLab, company: Company, password: str
) -> None:
    before = len(lab.slapd.log())
    verdict = tried(company, "jsmith", password)
    assert verdict.refusal is Refusal.NOT_ACCEPTED
    assert "secret" not in repr(verdict)
    assert "BIND" not in lab.slapd.log()[before:]


def test_l12_a_refused_password_stands_in_no_log_and_no_traceback(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    tried(company, "jsmith", "a secret nobody may read")
    assert "a secret" not in caplog.text
