"""What a synchronisation does to those who are signed in while it runs; against a real directory."""

from collections.abc import Callable, Iterator

import ldap
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.access import Role
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import WebSession
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.directory.conftest import browser_of, run_on
from tests.pages import PageClient
from tests.signin.test_breakglass import open_up
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

BASE = "dc=commerce,dc=example"


@pytest.fixture
def slapd() -> Iterator[Slapd]:
    """One for each test, which changes it."""
    with passing_folder("slapd") as folder, Slapd(folder, seed(company(52))) as slapd:
        yield slapd


@pytest.fixture
def browser(ldap_settings: Settings, sessions: Callable[[], Session], session: Session) -> PageClient:
    return browser_of(create_app(ldap_settings), sessions, session)


def dn_of(slapd: Slapd, login: str) -> str:
    with slapd.manager() as manager:
        [(dn, _values)] = manager.search_s(BASE, ldap.SCOPE_SUBTREE, f"(uid={login})", ["1.1"])
    return str(dn)


def bring_up_to_date(session: Session, settings: Settings) -> None:
    company = Company.of(settings)
    run_on(session, company.server, company.roles, now=NOW)


def test_r5_who_is_disabled_in_the_directory_is_out_after_the_next_run(
    browser: PageClient, session: Session, ldap_settings: Settings, slapd: Slapd
) -> None:
    browser.submit("/signin", login="ada", password="govdesk")
    assert browser.get("/").status_code == 200
    slapd.modify(f"dn: {dn_of(slapd, 'ada')}\nchangetype: modify\nadd: pwdAccountLockedTime\n"
                 "pwdAccountLockedTime: 000001010000Z\n")  # fmt: skip
    bring_up_to_date(session, ldap_settings)
    assert browser.get("/").location == "/signin?next=/"
    assert session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all() == []


def test_r4_who_leaves_a_group_loses_its_role_in_the_open_session(
    browser: PageClient, session: Session, ldap_settings: Settings, slapd: Slapd
) -> None:
    browser.submit("/signin", login="noor", password="govdesk")
    assert browser.get("/audit").status_code == 200
    group = f"cn=govdesk-auditors,ou=groups,{BASE}"
    slapd.modify(f"dn: {group}\nchangetype: modify\nreplace: member\nmember: {dn_of(slapd, 'olu')}\n")
    bring_up_to_date(session, ldap_settings)
    assert browser.get("/audit").status_code == 403
    assert browser.get("/").status_code == 200


def test_r5_while_the_directory_is_down_nobody_is_put_out(
    browser: PageClient, session: Session, ldap_settings: Settings, slapd: Slapd
) -> None:
    browser.submit("/signin", login="ada", password="govdesk")
    slapd.kill()
    with pytest.raises(DirectoryUnreachable):
        bring_up_to_date(session, ldap_settings)
    assert browser.get("/").status_code == 200


def test_r6_what_was_given_here_is_not_taken_by_the_directory(session: Session, ldap_settings: Settings) -> None:
    opened = open_up(session, ldap_settings)
    bring_up_to_date(session, ldap_settings)
    bring_up_to_date(session, ldap_settings)
    person = opened.account.person
    assert (person.is_employed, person.roles, person.missing_since) == (True, frozenset({Role.ADMIN}), None)
