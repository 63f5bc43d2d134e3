"""Requests as people meet them: a few questions, a page, their day."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.rules import Kind, RequestState
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.worker import LETTERS
from tests.conftest import NOW
from tests.lifecycle.conftest import FACTS
from tests.pages import PageClient

WRITTEN_BY = LETTERS
"""Imported so that every notice can be written."""
NEW = "/accounts/requests/new"
START = f"{NEW}/open?platform=x&handle=%40noaa_floods&url="
ANSWERS = {**FACTS, "name": "NOAA Floods", "owner": "ada", "deputy": "olu"}


@pytest.fixture
def adas(client: PageClient, ada: Person) -> PageClient:
    """Ada's browser."""
    return client.sign_in(ada)


def only(session: Session) -> AccountRequest:
    return session.scalars(select(AccountRequest)).one()


def test_from_a_wish_to_an_official_account(
    client: PageClient, session: Session, cast: dict[str, Person], press_office: Department
) -> None:
    assert f"{NEW}/open" in client.sign_in(cast["ada"]).get(NEW).text
    answer = client.submit(START, **ANSWERS)
    assert answer.status_code == 303
    here = answer.location
    assert "Next is Mei Tanaka" in client.get(here).text
    for login in ("mei", "grace", "sam"):
        assert here in client.sign_in(cast[login]).get("/").text
        assert here in client.get("/accounts/requests").text
        assert client.submit(here, to=f"{here}/approval").status_code == 303
        assert here not in client.get("/").text
    account = only(session).account
    assert account is not None
    assert "nothing at this address is official" in client.sign_in(cast["olu"]).get(f"/accounts/{account.id}").text
    assert client.get("/api/v1/verify?url=x.com/noaa_floods").json["status"] == "unknown"  # type: ignore[index]
    assert here in client.sign_in(cast["ada"]).get("/").text
    done = client.submit(here, to=f"{here}/completion", **{"done-url": "https://x.com/noaa_floods"})
    assert done.status_code == 303
    assert client.get("/api/v1/verify?url=x.com/noaa_floods").json["status"] == "official"  # type: ignore[index]
    assert "asked for by Ada Sørensen" in client.get(here).text
    for login, leads_on in (("ada", True), ("mei", True), ("grace", False)):
        shown = client.sign_in(cast[login]).get(here).text
        assert FACTS["mailbox"] not in shown, (
            "where recovery goes is told by the access list, which notes who reads it"
        )
        assert (f"/accounts/{account.id}/access" in shown) is leads_on, login


MISTAKES = [
    ({"deputy": "ada"}, "two different people"),
    ({"deputy": ""}, "Enter a second person"),
    ({"owner": "lars"}, "Nobody who works here has this"),
    ({"mailbox": "noaa.floods@gmail.com"}, "private mail service"),
    ({"mailbox": "Olu@commerce.example"}, "one person&#39;s"),
    ({"mailbox": "floods"}, "Enter a mail address"),
    ({"purpose": "password: sunflower"}, "thrown away"),
    ({"mailbox": "password: sunflower"}, "thrown away"),
    ({"owner": "password: sunflower"}, "thrown away"),
    ({"deputy": "password: sunflower"}, "thrown away"),
    ({"name": "password: sunflower"}, "thrown away"),
    ({"department": ""}, "Choose which department is accountable"),
    ({"purpose": "x" * 30_000}, "Say it in at most 1000 characters"),
    ({"purpose": ""}, "Say what the account is for"),
]


def test_a_mistake_comes_back_with_advice_and_keeps_the_rest(adas: PageClient, session: Session) -> None:
    for entered, advice in MISTAKES:
        answer = adas.submit(START, **{**ANSWERS, **entered})
        assert answer.status_code == 422, entered
        assert advice in answer.text
        assert "People at rivers" in answer.text
        assert "sunflower" not in answer.text
    assert session.scalars(select(AccountRequest)).all() == []


def test_what_can_be_no_account_is_said_before_anything_else_is_asked(adas: PageClient) -> None:
    for start, advice in (
        ("url=", "Paste an address, or choose a platform"),
        ("url=notfacebook.com/noaa", "looks like Facebook"),
        ("url=&platform=x&handle=search", "No handle of X"),
    ):
        answer = adas.get(f"{NEW}/open?{start}")
        assert answer.status_code == 422, start
        assert advice in answer.text


def test_what_we_have_already_is_shown_before_sending(
    adas: PageClient, register: Callable[..., SocialAccount], session: Session
) -> None:
    register("https://x.com/NOAAF1oods")
    shown = adas.get(START).text
    assert "People could take these for it" in shown
    taken = register("https://x.com/noaa_floods")
    shown = adas.get(START).text
    assert "The register has this account already" in shown
    assert "Send the request" not in shown
    taken.state = AccountState.RETIRED
    session.commit()
    assert "it is taken up again" in adas.get(START).text


def test_the_same_form_twice_is_one_request(adas: PageClient, session: Session) -> None:
    first = adas.submit(START, **ANSWERS, form_key="twice")
    second = adas.submit(START, **ANSWERS, form_key="twice")
    assert (first.location, second.status_code) == (second.location, 303)
    assert only(session).state is RequestState.DEPARTMENT
    other = adas.submit(START, **ANSWERS)
    assert other.status_code == 409
    assert "asked for this already" in other.text


def test_an_account_is_closed_from_its_page(
    adas: PageClient, session: Session, noaa: SocialAccount, let_through: Callable[[AccountRequest], None]
) -> None:
    page = adas.get(f"/accounts/{noaa.id}").text
    there = f"{NEW}/close?url={noaa.url}"
    assert f"{NEW}/close?url=https://x.com/noaa" in page
    sent = {"reason": "Unread", "archive": "None", "plan": "kept", "replaced_by": "x.com/nobody"}
    assert "no account at this address" in adas.submit(there, **sent, last_on="2099-01-01").text
    assert "today or a later day" in adas.submit(there, **{**sent, "replaced_by": ""}, last_on="2020-01-01").text
    here = adas.submit(there, **{**sent, "replaced_by": ""}, last_on="2099-01-01").location
    let_through(only(session))
    assert here in adas.get(f"/accounts/{noaa.id}").text
    assert "still to come" in adas.submit(here, to=f"{here}/completion", **{"done-last_on": "2099-01-01"}).text
    assert adas.submit(here, to=f"{here}/completion", **{"done-last_on": "2026-01-02"}).status_code == 303
    session.refresh(noaa)
    assert noaa.state is AccountState.RETIRED
    assert adas.get(there).status_code == 422, "what is retired is not closed again"


def test_a_question_is_answered_on_its_page(
    client: PageClient, session: Session, asked: AccountRequest, cast: dict[str, Person]
) -> None:
    here = f"/accounts/requests/{asked.id}"
    question = {"question-text": "Who checks?"}
    assert client.sign_in(cast["mei"]).submit(here, to=f"{here}/question", **question).status_code == 303
    adas = client.sign_in(cast["ada"])
    assert "Who checks?" in adas.get(here).text
    assert adas.submit(f"{here}/answer").status_code == 422
    assert adas.submit(f"{here}/answer", answer="The duty officer").status_code == 303
    session.refresh(asked)
    assert (asked.state, asked.round, asked.facts) == (RequestState.DEPARTMENT, 1, FACTS)


def test_an_approval_of_what_has_gone_on_meanwhile_is_refused(
    client: PageClient, asked: AccountRequest, cast: dict[str, Person]
) -> None:
    here, version = f"/accounts/requests/{asked.id}", str(asked.version)
    mei = client.sign_in(cast["mei"])
    assert mei.submit(here, to=f"{here}/approval").status_code == 303
    client.application.config["WTF_CSRF_ENABLED"] = False
    again = client.sign_in(cast["grace"]).post(f"{here}/approval", data={"approve-version": version})
    assert again.status_code == 409
    assert mei.get(here).status_code == 200, "who has had a say goes on seeing what becomes of it"


def test_a_change_that_cannot_be_put_on_record_says_why(
    client: PageClient, session: Session, noaa: SocialAccount, register: Callable[..., SocialAccount],
    let_through: Callable[[AccountRequest], None], cast: dict[str, Person],
) -> None:  # fmt: skip
    sent = {"wish_text": "Renamed", "address": "https://x.com/noaa_now"}
    here = client.sign_in(cast["olu"]).submit(f"{NEW}/change?url={noaa.url}", **sent).location
    let_through(only(session))
    other = register("https://x.com/noaa_now")
    answer = client.sign_in(cast["grace"]).submit(here, to=f"{here}/completion")
    assert answer.status_code == 409
    assert "as another account already" in answer.text
    session.delete(other)
    session.commit()
    assert client.submit(here, to=f"{here}/completion").status_code == 303


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.OWNER])
def test_every_mail_is_written(session: Session, asked: AccountRequest, state: RequestState) -> None:
    asked.state = state
    if state is RequestState.RETURNED:
        asked.asked_by_state = RequestState.COMMS
    readers = {RequestState.DEPARTMENT: "mei", RequestState.COMMS: "grace", RequestState.SECURITY: "sam"}
    reader = session.scalars(select(Person).where(Person.login == readers.get(state, "ada"))).one()
    for kind in ("account_request", "account_request_reminder"):
        notice = Notice(kind=kind, stage=state, subject_type="account_request", subject_id=asked.id, person=reader)
        text = write(session, notice, base_url="http://desk", today=NOW.date(), addressee=reader.name)
        assert text is not None
        assert f"http://desk/accounts/requests/{asked.id}" in text.plain
        assert asked.handle in text.subject
    assert asked.kind is Kind.OPEN
