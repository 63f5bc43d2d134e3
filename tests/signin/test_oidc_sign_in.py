"""Signing in through a real OpenID provider; a real directory says who that is and what they may do."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.access import Role
from govdesk.audit.models import AuditEvent
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.models import Person, PersonRole, PersonState, WebSession
from govdesk.settings import OidcMatch, Settings
from govdesk.signin.oidc.attempts import KEY
from tests.directory.conftest import browser_of, last_day_of
from tests.pages import PageClient
from tests.signin.oidc_scene import BACK, asked, come_in, give_up_there, go_out, sign_in_there
from tools.servers.oidc_provider import Accounts, OidcProvider
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

ADA = re.search(r"\nuid: ada\n(?:.+\n)*entryUUID: (\S+)", seed(company()))
assert ADA is not None
ACCOUNTS: Accounts = {
    "sub-ada": {"preferred_username": "ada", "groups": ["govdesk-admin"], "directory_id": ADA[1].upper()},
    "sub-ada-shouting": {"preferred_username": " ADA"},
    "sub-of-another": {"preferred_username": "ada"},
    "sub-grace": {"preferred_username": "grace"},
    "sub-lars": {"preferred_username": "lars"},
    "sub-stranger": {"preferred_username": "nobody-at-all", "email": "ada@commerce.example", "name": "Ada Okoro"},
    "sub-mail": {"preferred_username": "ada@commerce.example"},
    "sub-star": {"preferred_username": "ad*", "directory_id": "*"},
    "sub-nameless": {"name": "Ada Okoro"},
    "sub-id": {"directory_id": "ID-OF-OLU"},
}
DEAD = ("ldap://127.0.0.1:1",)
Opened = Callable[..., PageClient]


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with passing_folder("oidc") as folder, OidcProvider(folder, ACCOUNTS, back_to=BACK) as provider:
        yield provider


@pytest.fixture
def both(ldap_settings: Settings, provider: OidcProvider) -> Settings:
    """The settings of an installation with both doors."""
    environment = {name.removeprefix("GOVDESK_").lower(): value for name, value in provider.environment().items()}
    return Settings.model_validate({**ldap_settings.model_dump(exclude_unset=True), **environment})


@pytest.fixture
def opened(both: Settings, sessions: Callable[[], Session], session: Session) -> Opened:
    """A browser in front of the doors; settings may differ."""
    return lambda **changes: browser_of(create_app(both.model_copy(update=changes)), sessions, session)


@pytest.fixture
def ada_browser(opened: Opened) -> PageClient:
    return opened()


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def is_refused(browser: PageClient, session: Session, subject: str) -> bool:
    before = len(session.scalars(select(WebSession)).all())
    answer = come_in(browser, subject)
    assert "Signing in with Commerce ID did not work" in answer.text
    assert browser.get("/").status_code == 303
    return answer.status_code == 401 and len(session.scalars(select(WebSession)).all()) == before


def test_whom_the_provider_knows_is_signed_in_as_the_directory_knows_them(
    ada_browser: PageClient, session: Session
) -> None:
    answer = come_in(ada_browser, "sub-ada")
    assert (answer.status_code, answer.location) == (303, "/")
    assert ada_browser.get("/").status_code == 200
    ada = session.scalars(select(Person)).one()
    assert (ada.login, ada.name, ada.department and ada.department.name) == ("ada", "Ada Okoro", "NOAA Press Office")
    assert actions(session) == ["signin:identity:pinned", "directory:session:started"]


def test_the_way_leads_back_to_where_one_wanted_to_go(ada_browser: PageClient) -> None:
    assert come_in(ada_browser, "sub-ada", "/signin?next=/policies").location == "/policies"


def test_the_way_never_leads_to_another_site(ada_browser: PageClient) -> None:
    assert come_in(ada_browser, "sub-ada", "/signin?next=//evil.example/").location == "/"


def test_groups_of_the_token_give_nothing_and_groups_of_the_directory_do(opened: Opened, session: Session) -> None:
    come_in(opened(), "sub-ada")
    assert session.scalars(select(PersonRole)).all() == []
    come_in(opened(), "sub-grace")
    assert [grant.role for grant in session.scalars(select(PersonRole))] == [Role.COMMS]


@pytest.mark.parametrize("subject", ["sub-lars", "sub-stranger", "sub-mail", "sub-star", "sub-nameless"])
def test_i6_the_disabled_and_the_unknown_are_refused_and_nobody_is_made(
    opened: Opened, session: Session, subject: str
) -> None:
    assert is_refused(opened(), session, subject)
    assert is_refused(opened(ldap_uri=DEAD), session, subject)
    assert session.scalars(select(Person)).all() == []


def test_a_refusal_is_told_to_the_operator(
    ada_browser: PageClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert is_refused(ada_browser, session, "sub-lars")
    assert "sign-in by OpenID refused to 'lars' from 127.0.0.1: " in caplog.text
    assert "is disabled in the directory" in caplog.text


def test_l10_whose_last_day_is_over_is_refused_at_this_door_too(
    opened: Opened, own_policies: Path, slapd: Slapd, session: Session
) -> None:
    (own_policies / "directory.yml").write_text("leaves_on: description\n", encoding="utf-8")
    with last_day_of(slapd, "grace", "2020-01-31"):
        assert is_refused(opened(policies=own_policies), session, "sub-grace")
    assert session.scalars(select(Person)).all() == []


def test_while_the_directory_is_down_the_last_synchronisation_counts(
    opened: Opened, session: Session, grace: Person, lars: Person
) -> None:
    assert come_in(opened(ldap_uri=DEAD), "sub-grace").status_code == 303
    assert session.scalars(select(WebSession)).one().person_id == grace.id
    assert is_refused(opened(ldap_uri=DEAD), session, "sub-lars")


BY_ID = {"oidc_matches": OidcMatch.ID, "oidc_claim": "directory_id"}


def test_i1_an_id_finds_its_person_where_people_are_matched_by_id(opened: Opened, session: Session) -> None:
    assert come_in(opened(**BY_ID), "sub-ada").status_code == 303
    assert session.scalars(select(Person)).one().login == "ada"
    assert is_refused(opened(**BY_ID), session, "sub-grace")  # whose token holds a login, and no id
    assert is_refused(opened(**BY_ID), session, "sub-id")
    assert is_refused(opened(**BY_ID), session, "sub-star")


def test_an_id_finds_its_row_while_the_directory_is_down(opened: Opened, session: Session, olu: Person) -> None:
    assert come_in(opened(ldap_uri=DEAD, **BY_ID), "sub-id").status_code == 303
    assert session.scalars(select(WebSession)).one().person_id == olu.id
    assert is_refused(opened(ldap_uri=DEAD, **BY_ID), session, "sub-ada")


def test_another_name_at_the_provider_is_not_the_same_person(opened: Opened, session: Session) -> None:
    come_in(opened(), "sub-ada")
    assert is_refused(opened(), session, "sub-of-another")
    assert actions(session)[-1] == "signin:identity:refused"
    assert come_in(opened(), "sub-ada").status_code == 303


def test_i3_who_gets_a_used_login_does_not_inherit_the_name_at_the_provider(
    opened: Opened, session: Session, ada: Person
) -> None:
    """Ada of the fixtures had the login before; the directory has given it to another Ada."""
    come_in(opened(ldap_uri=DEAD), "sub-ada")
    assert is_refused(opened(), session, "sub-ada")
    session.expire_all()
    assert ada.state is PersonState.LEFT
    assert come_in(opened(), "sub-of-another").status_code == 303


def test_what_is_typed_in_another_way_is_still_one_person(opened: Opened, session: Session) -> None:
    assert come_in(opened(), "sub-ada-shouting").status_code == 303
    assert session.scalars(select(Person)).one().login == "ada"


def test_an_answer_in_another_browser_signs_nobody_in(opened: Opened, session: Session) -> None:
    mine, theirs = opened(), opened()
    back = sign_in_there(go_out(theirs), "sub-ada")
    go_out(mine)
    answer = mine.get(back)
    assert answer.status_code == 401
    assert "begun elsewhere" in answer.text
    assert session.scalars(select(WebSession)).all() == []


def test_an_answer_counts_once(ada_browser: PageClient, session: Session) -> None:
    back = sign_in_there(go_out(ada_browser), "sub-ada")
    with ada_browser.session_transaction() as cookie:
        begun = cookie[KEY]
    assert ada_browser.get(back).status_code == 303
    assert ada_browser.get(back).location == "/signin"
    ada_browser.submit("/", to="/signout")
    assert ada_browser.get(back).status_code == 401
    # Nor does it with the cookie of before: the provider takes no code twice.
    with ada_browser.session_transaction() as cookie:
        cookie[KEY] = begun
    answer = ada_browser.get(back)
    assert (answer.status_code, "did not work" in answer.text) == (401, True)
    assert len(session.scalars(select(WebSession)).all()) == 1


def test_several_tabs_may_ask_at_once(ada_browser: PageClient) -> None:
    first, _second = go_out(ada_browser), go_out(ada_browser)
    assert ada_browser.get(sign_in_there(first, "sub-ada")).status_code == 303


def test_who_gives_up_there_is_not_signed_in(ada_browser: PageClient) -> None:
    answer = ada_browser.get(give_up_there(go_out(ada_browser, "/signin?next=/policies")))
    assert answer.status_code == 401
    assert "did not work" in answer.text
    assert 'value="/policies"' in answer.text


def test_an_answer_that_names_another_provider_is_not_believed(ada_browser: PageClient) -> None:
    back = sign_in_there(go_out(ada_browser), "sub-ada")
    assert asked(back)["iss"].startswith("http://localhost:")
    assert ada_browser.get(back.replace("&iss=", "&iss=https://evil.example/")).status_code == 401
    back = sign_in_there(go_out(ada_browser), "sub-ada")
    assert ada_browser.get(back.partition("&iss=")[0]).status_code == 401


def test_the_provider_is_asked_with_everything_that_protects_the_way(
    ada_browser: PageClient, provider: OidcProvider
) -> None:
    address = go_out(ada_browser)
    questions = asked(address)
    assert urlsplit(address).netloc == f"localhost:{provider.port}"
    assert (questions["response_type"], questions["code_challenge_method"]) == ("code", "S256")
    assert (questions["redirect_uri"], questions["scope"]) == (BACK, "openid profile")
    assert len({questions["state"], questions["nonce"], asked(go_out(ada_browser))["state"]}) == 3
    assert provider.client_secret not in address


def test_the_cookie_of_before_is_not_the_cookie_of_after(ada_browser: PageClient) -> None:
    with ada_browser.session_transaction() as cookie:
        cookie["_user_id"] = "a session somebody else prepared"
    come_in(ada_browser, "sub-ada")
    with ada_browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "a session somebody else prepared"
        assert KEY not in cookie


def test_only_a_form_of_this_site_begins(ada_browser: PageClient) -> None:
    assert ada_browser.get("/signin/oidc").location == "/signin"
    assert ada_browser.post("/signin/oidc").status_code == 400


def test_the_form_of_the_directory_goes_on_working(ada_browser: PageClient) -> None:
    assert ada_browser.submit("/signin", login="ada", password="govdesk").status_code == 303


def test_without_a_provider_there_is_no_second_door(door: PageClient) -> None:
    assert "/signin/oidc" not in door.get("/signin").text
    assert door.get("/signin/oidc/callback?state=x").status_code == 404
