"""What remains of a refusal: one sentence for whoever tried, the reason for those who look after the house."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.audit.models import AuditEvent
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.ldap.authentication import Refusal, Verdict
from govdesk.directory.models import WebSession
from govdesk.files import FileError, PolicyFiles
from govdesk.settings import Settings
from govdesk.signin import advice
from govdesk.signin.policy import SignInPolicy
from tests.directory.conftest import browser_of, last_day_of
from tests.pages import PageClient
from tools.servers.slapd import Slapd
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

NEUTRAL = "This login and password do not fit. Check both and try again."
RUN_OUT = "Your password has run out."
MUST_CHANGE = "dn: {dn}\nchangetype: modify\nadd: pwdReset\npwdReset: TRUE\n"


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    options = Options(wrong_passwords=50)
    with passing_folder("slapd") as folder, Slapd(folder, seed(company()), options=options) as slapd:
        with slapd.manager() as manager:
            [(dn, _olu)] = manager.search_s(slapd.base_dn, 2, "(uid=olu)", ["uid"])
        slapd.modify(MUST_CHANGE.format(dn=dn))
        yield slapd


@pytest.fixture
def telling_door(
    ldap_settings: Settings, own_policies: Path, sessions: Callable[[], Session], session: Session
) -> PageClient:
    """The door of a company that says where passwords are changed."""
    (own_policies / "signin.yml").write_text("change_password: https://password.example\n", encoding="utf-8")
    return browser_of(create_app(ldap_settings.model_copy(update={"policies": own_policies})), sessions, session)


def test_l7_who_knows_the_password_is_told_to_change_it_and_where(telling_door: PageClient) -> None:
    answer = telling_door.submit("/signin", login="olu", password="govdesk")
    assert answer.status_code == 401
    assert RUN_OUT in answer.text
    assert '<a href="https://password.example">Change your password</a>' in answer.text


def test_l7_who_does_not_know_it_is_told_nothing(telling_door: PageClient) -> None:
    for login in ("olu", "ada", "nobody-at-all", "lars"):
        answer = telling_door.submit("/signin", login=login, password="wrong")
        assert NEUTRAL in answer.text
        assert "password.example" not in answer.text


@pytest.mark.parametrize("password", ["govdesk", "   "])
def test_what_the_directory_does_not_count_is_no_wrong_try(telling_door: PageClient, password: str) -> None:
    """A right password that must be changed, and one that never gets there."""
    answers = [telling_door.submit("/signin", login="olu", password=password).status_code for _ in range(5)]
    assert answers == [401] * 5


@pytest.mark.parametrize("was_here", [True, False])
def test_l10_whose_last_day_is_over_is_refused_though_the_directory_takes_the_password(
    ldap_settings: Settings,
    own_policies: Path,
    slapd: Slapd,
    sessions: Callable[[], Session],
    session: Session,
    was_here: bool,
) -> None:
    (own_policies / "directory.yml").write_text("leaves_on: description\n", encoding="utf-8")
    door = browser_of(create_app(ldap_settings.model_copy(update={"policies": own_policies})), sessions, session)
    if was_here:
        assert door.submit("/signin", login="mei", password="govdesk").status_code == 303
        door.submit("/", to="/signout")
    with last_day_of(slapd, "mei", "2020-01-31"):
        answer = door.submit("/signin", login="mei", password="govdesk")
    assert answer.status_code == 401
    assert NEUTRAL in answer.text
    assert session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all() == []
    refused = session.scalars(select(AuditEvent).where(AuditEvent.action == "signin:attempt:refused")).all()
    assert [event.fields["refusal"] for event in refused] == ["account-expired"] * was_here


def test_l7_no_refusal_but_these_two_tells_anything() -> None:
    policy = SignInPolicy.read(PolicyFiles())
    for refusal in Refusal:
        for was_right in (True, False):
            told = advice.refused(Verdict(None, refusal, "for the operator", was_right), policy)
            tells = was_right and refusal in (Refusal.MUST_CHANGE, Refusal.PASSWORD_EXPIRED)
            assert (RUN_OUT in told) is tells, refusal
            assert tells or told == NEUTRAL


def test_a_refusal_to_a_known_person_is_on_record_with_its_reason(door: PageClient, session: Session) -> None:
    door.submit("/signin", login="ada", password="govdesk")
    door.submit("/", to="/signout")
    for _ in range(5):
        door.submit("/signin", login="ADA", password="wrong")
    door.submit("/signin", login="nobody-at-all", password="wrong")
    refused = session.scalars(select(AuditEvent).where(AuditEvent.action == "signin:attempt:refused")).all()
    assert [event.fields for event in refused] == [{"refusal": "not-accepted", "address": "127.0.0.1"}] * 3
    assert all(event.actor_id is None for event in refused), "tries that were not made are no rows"


def test_the_history_tells_of_a_refusal_in_words(door: PageClient, session: Session, noor: object) -> None:
    door.submit("/signin", login="ada", password="govdesk")
    door.submit("/", to="/signout")
    door.submit("/signin", login="ada", password="wrong")
    text = door.sign_in(noor).get("/audit").text  # type: ignore[arg-type] # a Person
    assert "refused a sign-in as this person" in text


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("lockout:\n  wrong_passwords: 2\n", "signin.yml:2: lockout.wrong_passwords"),
        ("lockout: often\n", "signin.yml:1: lockout"),
        ("chnage_password: x\n", "signin.yml:1: chnage_password"),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_line(own_policies: Path, content: str, fault: str) -> None:
    (own_policies / "signin.yml").write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=fault):
        SignInPolicy.read(PolicyFiles(own_policies))


def test_the_shipped_file_says_what_holds_without_one(own_policies: Path) -> None:
    assert SignInPolicy.read(PolicyFiles()) == SignInPolicy.read(PolicyFiles(own_policies, shipped=own_policies))
