"""Asking for access as people meet it; whoever looks for the list in these pages finds nothing of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.rules import Way
from govdesk.lifecycle.models import AccountRequest
from tests.conftest import NOW
from tests.lifecycle.conftest import TODAY
from tests.pages import PageClient

NEW = "/accounts/requests/new"
THERE = f"{NEW}/grant?url=https://x.com/noaa"
ANSWERS = {"person": "olu", "way": "own_login", "role": "Analyst", "reason": "Flood season"}


@pytest.fixture(autouse=True)
def listed(session: Session, noaa: SocialAccount, cast: dict[str, Person]) -> None:
    """Noor knows the password, an agency has a seat: nobody may learn it here."""
    add_custodian(session, noaa, cast["noor"], by=None, now=NOW, today=TODAY)
    session.add(AccessGrant(account_id=noaa.id, agency="Hidden Agency", way=Way.TOOL_SEAT))
    session.commit()


def test_from_the_page_of_an_account_to_the_list_which_nobody_is_shown(
    client: PageClient, session: Session, noaa: SocialAccount, cast: dict[str, Person]
) -> None:
    olus = client.sign_in(cast["olu"])
    assert THERE in olus.get(f"/accounts/{noaa.id}").text
    seen = [olus.get(THERE).text]
    assert 'value="Olu Adeyemi (olu)"' in seen[0], "who asks most often asks for themselves"
    here = olus.submit(THERE, **ANSWERS).location
    for login in ("ada", "sam"):
        assert here in client.sign_in(cast[login]).get("/").text
        seen.append(client.get(here).text)
        assert client.submit(here, to=f"{here}/approval").status_code == 303
    seen += [client.get(here).text, client.get("/accounts/requests").text]
    assert client.submit(here, to=f"{here}/access").status_code == 303
    seen += [client.get(here).text, client.sign_in(cast["olu"]).get(here).text]
    for text in seen:
        assert "Noor" not in text
        assert "Hidden Agency" not in text
    assert "Flood season" in seen[-1]
    olus_roles = select(AccessGrant.role).where(AccessGrant.person_id == cast["olu"].id)
    assert session.scalars(olus_roles).all() == ["Analyst"]


def test_comms_see_how_far_it_is_and_not_whose_it_is(
    client: PageClient, noaa: SocialAccount, cast: dict[str, Person]
) -> None:
    asked = {**ANSWERS, "person": "root", "reason": "For Rut herself"}
    here = client.sign_in(cast["olu"]).submit(THERE, **asked).location
    page = client.sign_in(cast["grace"]).get(here).text
    assert "Waits for the owner" in page
    for told in (cast["root"].name, "For Rut herself", "Analyst", "By an own log-in"):
        assert told not in page
        assert told in client.sign_in(cast["ada"]).get(here).text
        client.sign_in(cast["grace"])
    assert client.get("/accounts/requests?view=all").text.count(cast["root"].name) == 0


def test_comms_who_call_one_off_learn_no_more_by_that(client: PageClient, cast: dict[str, Person]) -> None:
    here = client.sign_in(cast["olu"]).submit(THERE, **{**ANSWERS, "person": "root"}).location
    comms = client.sign_in(cast["grace"])
    assert comms.submit(here, to=f"{here}/withdrawal", **{"withdraw-text": "Asked twice"}).status_code == 303
    page = comms.get(here).text
    assert "Give access to noaa" in page
    for told in (cast["root"].name, "Flood season", "Analyst"):
        assert told not in page


def test_asking_for_who_has_it_already_is_answered_the_same(
    client: PageClient, cast: dict[str, Person], session: Session
) -> None:
    olus = client.sign_in(cast["olu"])
    pages = []
    for login in ("mei", "noor"):
        answer = olus.submit(THERE, **{**ANSWERS, "person": login, "way": "shared_secret"})
        assert answer.status_code == 303
        page = olus.get(answer.location).text.partition("<main")[2].replace(cast[login].name, "WHO")
        pages.append(re.sub(r"<[^>]+>|\d", "", page))
    assert pages[0] == pages[1]
    assert "It is on its way. Waits for the owner." in pages[0]
    assert "Ada" not in pages[0], "who owns it is not for everybody who asks"


MISTAKES = [
    ({"person": ""}, "Enter somebody who works here, or name an outside agency"),
    ({"person": "lars"}, "Nobody who works here has this"),
    ({"agency": "Acme"}, "not both"),
    ({"person": "", "agency": "Acme"}, "an agency gets in for a time"),
    ({"way": ""}, "Choose how they get in"),
    ({"way": "unknown"}, "Not a valid choice"),
    ({"reason": ""}, "Say why"),
    ({"reason": "password: sunflower"}, "thrown away"),
    ({"ends_on": "2020-01-01"}, "today or a later day"),
]


def test_a_mistake_comes_back_with_advice_and_nothing_is_kept(
    client: PageClient, cast: dict[str, Person], session: Session
) -> None:
    olus = client.sign_in(cast["olu"])
    for entered, advice in MISTAKES:
        answer = olus.submit(THERE, **{**ANSWERS, **entered})
        assert answer.status_code == 422, entered
        assert advice in answer.text, entered
        assert "sunflower" not in answer.text
    assert session.scalars(select(AccountRequest)).all() == []


def test_an_agency_is_asked_for_once_however_often_the_form_is_sent(
    client: PageClient, cast: dict[str, Person], session: Session
) -> None:
    until = clock.utcnow().date() + timedelta(days=30)
    entered = {**ANSWERS, "person": "", "agency": " Acme  Media ", "ends_on": str(until), "form_key": "twice"}
    olus = client.sign_in(cast["olu"])
    assert olus.submit(THERE, **entered).location == olus.submit(THERE, **entered).location
    asked = session.scalars(select(AccountRequest)).one()
    assert (asked.person, asked.facts["agency"], asked.last_on) == (None, "Acme Media", until)


def test_a_question_is_answered_and_what_was_asked_stands_in_the_form(
    client: PageClient, cast: dict[str, Person], session: Session
) -> None:
    here = (
        client.sign_in(cast["mei"])
        .submit(f"{NEW}/revoke?url=https://x.com/noaa", person="noor", reason="Moved")
        .location
    )
    adas = client.sign_in(cast["ada"])
    assert adas.submit(here, to=f"{here}/question", **{"question-text": "Since when?"}).status_code == 303
    meis = client.sign_in(cast["mei"])
    assert 'value="Noor van Dijk (noor)"' in meis.get(f"{here}/answer").text
    assert meis.submit(f"{here}/answer", answer="Since May").status_code == 303
    assert session.scalars(select(AccountRequest.round)).one() == 1, "words alone change nothing"
