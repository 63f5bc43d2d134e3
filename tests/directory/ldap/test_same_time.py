"""Nobody learns from the time of an answer whether a login exists."""

import statistics
import time

import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap import authentication
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import OpenLdapLab
from tests.directory.ldap.scene import company_of, tried

TRIES = 6
WAIT = 0.15


@pytest.fixture
def company(lab: OpenLdapLab, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(authentication, "REFUSED_AFTER", WAIT)
    return company_of(lab.slapd.environment())


def seconds(company: Company, login: str, password: str) -> float:
    began = time.monotonic()
    assert tried(company, login, password).facts is None
    return time.monotonic() - began


def test_refusals_of_all_kinds_take_the_same_time(company: Company) -> None:
    kinds = {"jsmith": "wrong", "nobody-at-all": PASSWORD, "disabled": PASSWORD, "twice": PASSWORD, "*": PASSWORD}
    times: dict[str, list[float]] = {login: [] for login in kinds}
    for _try in range(TRIES):
        for login, password in kinds.items():
            times[login].append(seconds(company, login, password))
    medians = [statistics.median(found) for found in times.values()]
    assert min(medians) >= WAIT
    assert max(medians) - min(medians) < 0.01


def test_whoever_is_let_in_does_not_wait(company: Company) -> None:
    began = time.monotonic()
    assert tried(company, "jsmith", PASSWORD).facts is not None
    assert time.monotonic() - began < WAIT
