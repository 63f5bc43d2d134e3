"""Govdesk reads: an account that may do nothing else is enough (docs/directory.md, "The service account")."""

from collections.abc import Iterator

import ldap
import pytest
from sqlalchemy.orm import Session

from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.directory.ldap.check import steps
from govdesk.directory.ldap.steps import failures
from govdesk.settings import Settings
from tests.directory.conftest import run_on
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company(52))) as slapd:
        yield slapd


def test_x6_an_account_that_may_only_read_is_enough(ldap_settings: Settings, session: Session) -> None:
    company = Company.of(ldap_settings)
    assert failures(steps(company, login="ada", password="govdesk")) == []
    assert run_on(session, company.server, company.roles).people.new > 50


def test_x6_it_may_neither_write_nor_see_passwords(ldap_settings: Settings, slapd: Slapd) -> None:
    service = ldap.initialize(slapd.uri)
    service.set_option(ldap.OPT_X_TLS_CACERTFILE, str(slapd.authority))
    service.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
    service.start_tls_s()
    service.simple_bind_s(ldap_settings.ldap_bind_dn, ldap_settings.ldap_bind_password.get_secret_value())
    found = service.search_s(slapd.base_dn, ldap.SCOPE_SUBTREE, "(uid=ada)", ["userPassword", "uid"])
    [(dn, values)] = found
    assert values == {"uid": [b"ada"]}
    with pytest.raises(ldap.INSUFFICIENT_ACCESS):
        service.modify_s(dn, [(ldap.MOD_REPLACE, "displayName", [b"Changed"])])
    service.unbind_s()
