"""Signing in at the page, against a real directory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ldap
import pytest
from flask import g
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.access import Role
from govdesk.audit.models import AuditEvent
from govdesk.directory.ldap.authentication import locating, prove
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.models import Person, PersonRole, WebSession
from govdesk.settings import Settings
from tests.crowd import app_of_its_own
from tests.directory.conftest import browser_of
from tests.pages import Page, PageClient
from tools.servers.slapd import Slapd

ADMINS = "cn=govdesk-admins,ou=groups,dc=commerce,dc=example"
REFUSED = "This login and password do not fit"


def test_the_right_password_opens_the_house(door: PageClient, session: Session) -> None:
    answer = door.submit("/signin", login="ada", password="govdesk")
    assert (answer.status_code, answer.location) == (303, "/")
    assert door.get("/").status_code == 200
    ada = session.scalars(select(Person).where(Person.login == "ada")).one()
    assert (ada.name, ada.department and ada.department.name) == ("Ada Okoro", "NOAA Press Office")


def test_signing_in_leads_back_to_where_one_wanted_to_go(door: PageClient) -> None:
    assert door.submit("/signin?next=/policies", login="ada", password="govdesk").location == "/policies"


@pytest.mark.parametrize("login", ["ADA", " ada ", "ａda"])
def test_a_login_written_otherwise_is_the_same_person(door: PageClient, session: Session, login: str) -> None:
    door.submit("/signin", login="ada", password="govdesk")
    door.submit("/", to="/signout")
    assert door.submit("/signin", login=login, password="govdesk").status_code == 303
    assert len(session.scalars(select(Person).where(Person.login_key == "ada")).all()) == 1


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ada", "wrong"),
        ("nobody-at-all", "govdesk"),
        ("*", "govdesk"),
        ("ada)(uid=*", "govdesk"),
        ("\\", "govdesk"),
        ("lars", "govdesk"),
        ("ada", "   "),
    ],
)
def test_all_refusals_read_alike(door: PageClient, session: Session, login: str, password: str) -> None:
    answer = door.submit("/signin", login=login, password=password)
    assert answer.status_code == 401
    assert REFUSED in answer.text
    assert session.scalars(select(WebSession)).all() == []


@pytest.mark.parametrize(("login", "password"), [("ad\0a", "govdesk"), ("ada", "go\0vdesk")])
def test_a_nul_never_reaches_the_directory(door: PageClient, session: Session, login: str, password: str) -> None:
    assert door.submit("/signin", login=login, password=password).status_code == 422
    assert session.scalars(select(WebSession)).all() == []


def test_an_empty_password_never_reaches_the_directory(door: PageClient, session: Session) -> None:
    answer = door.submit("/signin", login="ada", password="")
    assert answer.status_code == 422
    assert "Enter your password" in answer.text


def test_roles_come_from_the_groups_of_the_directory(door: PageClient, session: Session) -> None:
    door.submit("/signin", login="grace", password="govdesk")
    grants = session.scalars(select(PersonRole)).all()
    assert [(g.role, g.group_dn) for g in grants] == [
        (Role.COMMS, "cn=govdesk-comms,ou=groups,dc=commerce,dc=example")
    ]


def test_r8_a_sign_in_never_takes_the_role_of_the_last_administrator(
    door: PageClient, session: Session, slapd: Slapd
) -> None:
    def root_signs_in() -> frozenset[Role]:
        assert door.submit("/signin", login="root", password="govdesk").status_code == 303
        door.submit("/", to="/signout")
        session.expire_all()
        return session.scalars(select(Person).where(Person.login == "root")).one().roles

    assert root_signs_in() == {Role.ADMIN}
    with slapd.manager() as manager:
        [(_dn, group)] = manager.search_s(ADMINS, ldap.SCOPE_BASE, attrlist=["member"])
        manager.modify_s(ADMINS, [(ldap.MOD_REPLACE, "member", [b"cn=nobody"])])
        assert root_signs_in() == {Role.ADMIN}
        other = Person(directory_id="another", login="another", login_key="another", name="Another")
        other.granted.append(PersonRole(role=Role.ADMIN, group_dn=ADMINS))
        session.add(other)
        session.commit()
        assert root_signs_in() == frozenset()
        manager.modify_s(ADMINS, [(ldap.MOD_REPLACE, "member", group["member"])])


def test_a_sign_in_is_on_record(door: PageClient, session: Session) -> None:
    door.submit("/signin", login="ada", password="govdesk")
    assert session.scalars(select(AuditEvent.action)).all() == ["directory:session:started"]


def test_a_directory_that_is_down_is_not_a_wrong_password(
    ldap_settings: Settings, sessions: Callable[[], Session], session: Session
) -> None:
    nowhere = ldap_settings.model_copy(update={"ldap_uri": ("ldap://127.0.0.1:1",)})
    door = browser_of(create_app(nowhere), sessions, session)
    answer = door.submit("/signin", login="ada", password="govdesk")
    assert answer.status_code == 503
    assert "cannot be reached" in answer.text
    assert REFUSED not in answer.text


def test_the_second_server_is_asked_when_the_first_is_dead(
    ldap_settings: Settings, sessions: Callable[[], Session], session: Session
) -> None:
    both = ldap_settings.model_copy(update={"ldap_uri": ("ldap://127.0.0.1:1", *ldap_settings.ldap_uri)})
    door = browser_of(create_app(both), sessions, session)
    assert door.submit("/signin", login="ada", password="govdesk").status_code == 303


def test_a_certificate_nobody_vouches_for_is_refused(
    ldap_settings: Settings, sessions: Callable[[], Session], session: Session
) -> None:
    strangers = ldap_settings.model_copy(update={"ldap_ca_file": None})
    door = browser_of(create_app(strangers), sessions, session)
    assert door.submit("/signin", login="ada", password="govdesk").status_code == 503


def test_the_cookie_of_before_is_not_the_cookie_of_after(door: PageClient) -> None:
    door.get("/signin")
    with door.session_transaction() as cookie:
        cookie["_user_id"] = "a session somebody else prepared"
    door.submit("/signin", login="ada", password="govdesk")
    with door.session_transaction() as cookie:
        assert cookie["_user_id"] != "a session somebody else prepared"


def test_the_database_is_free_while_the_directory_is_asked(
    ldap_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_meanwhile(server: DirectoryServer, *errand: Any) -> Any:
        with g.db.get_bind().begin() as connection:  # on SQLite this takes the write lock, or waits for it
            connection.execute(text("UPDATE person SET name = name"))
        written.append(not g.db.in_transaction())
        return truly[len(errand)](server, *errand)

    written: list[bool] = []
    truly: dict[int, Callable[..., Any]] = {1: locating, 2: prove}
    monkeypatch.setattr("govdesk.signin.attempt.locating", write_meanwhile)
    monkeypatch.setattr("govdesk.signin.attempt.prove", write_meanwhile)
    with app_of_its_own(ldap_settings, tmp_path) as app:
        browser = app.test_client()
        assert isinstance(browser, PageClient)
        assert browser.submit("/signin", login="ada", password="govdesk").status_code == 303
        token = Page(browser.get("/").text).form("/signout").values["csrf_token"]
        again = {"login": "ada", "password": "wrong", "csrf_token": token}
        assert browser.post("/signin", data=again).status_code == 401
    assert written == [True] * 4
