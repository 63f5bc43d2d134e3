"""Sign-in against a 389 Directory Server."""

from pathlib import Path

import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import Refusal
from govdesk.directory.ldap.check import steps
from govdesk.directory.ldap.steps import failures
from govdesk.settings import LdapKind
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.dirsrv import DirsrvLab
from tests.directory.lab.truth import truth
from tests.directory.ldap.scene import company_of, roles_file, tried, with_files

pytestmark = [pytest.mark.dirsrv, pytest.mark.chaos]


@pytest.fixture
def company(dirsrv_lab: DirsrvLab, policies: Path) -> Company:
    return company_of(dirsrv_lab.environment(), policies=with_files(policies, roles=roles_file(dirsrv_lab.roles())))


@pytest.mark.parametrize("password", ["", "   ", None])
def test_l1_nothing_typed_is_refused(company: Company, password: str) -> None:
    assert tried(company, "jsmith", password).refusal is Refusal.NOTHING_TYPED


@pytest.mark.parametrize(
    ("login", "password", "refusal", "was_right"),
    [
        ("jsmith", "guess", Refusal.NOT_ACCEPTED, False),
        ("disabled", PASSWORD, Refusal.DISABLED, False),
        ("disabled", "guess", Refusal.DISABLED, False),
        ("locked", PASSWORD, Refusal.LOCKED, False),
        ("expired", PASSWORD, Refusal.PASSWORD_EXPIRED, True),
        ("expired", "guess", Refusal.NOT_ACCEPTED, False),
        ("mustchange", PASSWORD, Refusal.MUST_CHANGE, True),
        ("twice", PASSWORD, Refusal.AMBIGUOUS, False),
        ("nobody-at-all", PASSWORD, Refusal.UNKNOWN, False),
    ],
)
def test_l7_l8_l10_refusals_have_their_reasons(
    company: Company, login: str, password: str, refusal: Refusal, was_right: bool
) -> None:
    verdict = tried(company, login, password)
    assert (verdict.facts, verdict.refusal, verdict.password_was_right) == (None, refusal, was_right)


def test_r2_r3_everybodys_roles_at_sign_in_are_the_true_ones(dirsrv_lab: DirsrvLab, company: Company) -> None:
    known = truth(dirsrv_lab.company, LdapKind.DIRSRV)
    concerned = {key for group in dirsrv_lab.company.groups for key in group.people}
    people = {key: one for key, one in known.items() if key in concerned and one.state == "active"}
    found = {}
    for key, one in people.items():
        facts = tried(company, one.login, PASSWORD).facts
        assert facts is not None, key
        found[key] = frozenset(company.roles.roles_of(facts.group_dns))
    assert found == {key: one.roles for key, one in people.items()}


def test_the_id_is_the_servers_own(dirsrv_lab: DirsrvLab, company: Company) -> None:
    facts = tried(company, "jsmith", PASSWORD).facts
    assert facts is not None
    assert facts.directory_id == dirsrv_lab.ids()["comma"].lower()


def test_the_check_knows_the_server(dirsrv_lab: DirsrvLab, company: Company) -> None:
    assert failures(steps(company, login="jsmith", password=PASSWORD)) == []
    wrong = steps(company_of(dirsrv_lab.environment(), ldap_kind="openldap"))
    assert any("it looks like 389ds" in step.text for step in wrong)
