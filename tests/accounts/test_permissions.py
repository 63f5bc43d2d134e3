"""Who may use which page of the register: one truth table."""

import re

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.importing.kept import pack
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.reading import Sheet
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
from tests.pages import PageClient

WHO = ("grace", "sam", "mei", "ada", "olu", "noor", "root", "lars", "nobody")
"""ada holds the credential; olu has nothing to do with the account; lars has left; nobody is signed in."""
ALL = (200,) * 7 + (303, 303)
COMMS = (200,) + (403,) * 6 + (303, 303)
COMMS_CHANGE = (303,) + (403,) * 6 + (303, 303)

TABLE = [
    ("GET", "/accounts", ALL),
    ("GET", "/accounts/{account}", ALL),
    ("POST", "/accounts/{account}/custodians", COMMS_CHANGE),
    ("GET", "/accounts/platforms", ALL),
    ("GET", "/accounts/platforms/x", ALL),
    ("GET", "/accounts/new", COMMS),
    ("POST", "/accounts/new", (422, *COMMS_CHANGE[1:])),
    ("GET", "/accounts/{account}/address", COMMS),
    ("POST", "/accounts/{account}/address", (422, *COMMS_CHANGE[1:])),
    ("POST", "/accounts/{account}/former-handles", (422, *COMMS_CHANGE[1:])),
    ("GET", "/accounts/import", COMMS),
    ("POST", "/accounts/import", (422, *COMMS_CHANGE[1:])),
    ("GET", "/accounts/import/{import}", (200,) + (404,) * 6 + (303, 303)),
    ("POST", "/accounts/import/{import}", (303,) + (404,) * 6 + (303, 303)),
    ("GET", "/accounts/import/history", COMMS),
    ("POST", "/accounts/import/{import}/reading", (303,) + (404,) * 6 + (303, 303)),
    ("POST", "/accounts/import/{import}/words", (303,) + (404,) * 6 + (303, 303)),
    ("POST", "/accounts/import/{import}/undoing", (409,) + (404,) * 6 + (303, 303)),
]
EMPTY = {
    "rows": 0, "new": 0, "changed": 0, "same": 0, "duplicates": 0,
    "refused": [], "unmatched": [], "gone": [], "duplicate_groups": [], "duplicate_accounts": [],
}  # fmt: skip
CASES = [(method, path, who, status) for method, path, row in TABLE for who, status in zip(WHO, row, strict=True)]


@pytest.fixture
def browser(client: PageClient) -> PageClient:
    """A browser whose posts need no token: the table asks who may, not what the form carries."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    return client


@pytest.fixture
def received(session: Session) -> AccountImport:
    """An import that waits for a decision."""
    received = AccountImport(
        filename="a.csv", digest="0" * 64, content=pack([Sheet("", ())], catalogue()), uploaded_at=NOW, report=EMPTY
    )
    session.add(received)
    session.commit()
    return received


@pytest.mark.parametrize(("method", "path", "who", "status"), CASES)
def test_pages_answer_by_who_asks(
    browser: PageClient,
    cast: dict[str, Person],
    storms: SocialAccount,
    received: AccountImport,
    method: str,
    path: str,
    who: str,
    status: int,
) -> None:
    client = browser if who == "nobody" else browser.sign_in(cast[who])
    url = path.format(**{"account": storms.id, "import": received.id})
    forms = {"custodians": {"login": "olu"}}
    answer = client.open(url, method=method, data=forms.get(url.rpartition("/")[2], {"digest": received.digest}))
    assert answer.status_code == status


@pytest.mark.parametrize("url", ["/accounts/999999", "/accounts/999999/handover", "/accounts/import/999999"])
def test_what_does_not_exist_is_not_found(client: PageClient, grace: Person, url: str) -> None:
    answer = client.sign_in(grace).get(url)
    assert answer.status_code == 404
    assert "There is no such page, or it is not for you." in answer.text


def test_a_missing_import_and_a_foreign_one_are_answered_in_the_same_words(
    client: PageClient, received: AccountImport, olu: Person
) -> None:
    olus = client.sign_in(olu)
    texts = [olus.get(f"/accounts/import/{number}").text for number in (received.id, 999999)]
    assert "There is no such page, or it is not for you." in texts[0]
    assert _without_token(texts[0]) == _without_token(texts[1])


def _without_token(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"|/import/\d+|\b[0-9a-f]{8,}\b', "", text)


SEES_PEOPLE = {
    "grace": True, "sam": True, "mei": True, "noor": True, "root": False, "olu": False, "ada": True,
}  # fmt: skip
SEES_HISTORY = {**SEES_PEOPLE, "mei": False, "ada": False}


@pytest.mark.parametrize("who", SEES_PEOPLE)
def test_the_page_of_an_account_shows_people_and_history_by_who_asks(
    client: PageClient, cast: dict[str, Person], storms: SocialAccount, who: str
) -> None:
    shown = client.sign_in(cast[who]).get(f"/accounts/{storms.id}").text
    assert ("<dt>Owner</dt>" in shown) is SEES_PEOPLE[who]
    assert ("<h2>History</h2>" in shown) is SEES_HISTORY[who]


def test_the_head_of_an_owning_department_sees_both(
    client: PageClient, session: Session, storms: SocialAccount, press_office: Department, olu: Person
) -> None:
    press_office.head = olu
    session.commit()
    shown = client.sign_in(olu).get(f"/accounts/{storms.id}").text
    assert "<dt>Owner</dt>" in shown
    assert "<h2>History</h2>" in shown


def test_the_list_names_owners_only_to_those_who_may_know_them(
    client: PageClient, cast: dict[str, Person], storms: SocialAccount
) -> None:
    assert "Grace Okafor" not in client.sign_in(cast["olu"]).get("/accounts").text
    assert "Grace Okafor" in client.sign_in(cast["sam"]).get("/accounts").text


def test_a_post_without_its_token_is_refused(client: PageClient, grace: Person, storms: SocialAccount) -> None:
    answer = client.sign_in(grace).post(f"/accounts/{storms.id}/custodians", data={"login": "olu"})
    assert answer.status_code == 400
