"""What I am asked to change, one after another, with what is done and what I skip."""

from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.calendar.models import RotationOpening
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.pages import Page, PageClient


@pytest.fixture
def mine(session: Session, ada: Person, sam: Person, office: Office) -> list[RotationSchedule]:
    """Three passwords of accounts that Ada holds are due, one after the other; a fourth is not asked of her yet."""
    today, made = clock.utcnow().date(), []
    for number, days in enumerate((-1, 0, 3, 90)):
        handle = f"sea{number}"
        account = SocialAccount(
            identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
            name=handle, registered_at=NOW,
        )  # fmt: skip
        session.add(account)
        session.flush()
        session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2026, 1, 1)))
        terms = Terms(today + timedelta(days))
        made.append(schedule_rotation(session, account, "password", terms, by=sam, now=NOW, office=office))
    session.commit()
    session.expire_all()
    return made


def follow(client: PageClient, text: str, label: str) -> str:
    """The page behind a link of the sitting."""
    link = text[: text.index(label)].rpartition("<a ")[2]
    return client.get(unescape(link.partition('href="')[2].partition('"')[0])).text


def test_one_is_done_one_is_skipped_and_the_end_says_what_is_left(
    client: PageClient, session: Session, mine: list[RotationSchedule], ada: Person
) -> None:
    text = client.sign_in(ada).get("/rotations/sitting").text
    assert "assword of sea0" in text
    assert "1 of 3 in this sitting" in text
    form = Page(text).form(None)
    text = client.get(client.post(form.action, data=form.values).location).text
    assert "2 of 3 in this sitting" in text
    assert "1 of 3 are done" in text
    text = follow(client, text, "Skip it for now")
    assert "assword of sea2" in text
    text = follow(client, text, "Skip it for now")
    assert "That was the last one" in text
    text = follow(client, text, "Begin with what is left")
    assert "1 of 2 in this sitting" in text
    session.expire_all()
    assert [one.rotated_on is not None for one in mine] == [True, False, False, False]


def test_a_step_leads_back_to_the_same_place_and_is_kept(
    client: PageClient, mine: list[RotationSchedule], ada: Person
) -> None:
    second = follow(client, client.sign_in(ada).get("/rotations/sitting").text, "Skip it for now")
    [to] = [form for form in Page(second).forms if "/steps" in form.action]
    back = client.get(client.post(to.action, data={**to.values, "done": "change"}).location).text
    assert "2 of 3 in this sitting" in back
    assert "1 of 5 steps" in back
    assert "1 of 5 steps" in client.get(f"/rotations/{mine[1].id}").text


def test_what_is_wrong_is_told_within_the_sitting_and_nothing_is_lost(
    client: PageClient, mine: list[RotationSchedule], ada: Person
) -> None:
    form = Page(client.sign_in(ada).get("/rotations/sitting").text).form(None)
    answer = client.post(form.action, data={**form.values, "when": "earlier", "note": "GD-4711"})
    assert answer.status_code == 422
    for text in ("Enter the day on which it was changed", "1 of 3 in this sitting", "GD-4711"):
        assert text in answer.text


def test_once_all_is_done_it_thanks(client: PageClient, mine: list[RotationSchedule], ada: Person) -> None:
    text = client.sign_in(ada).get("/rotations/sitting").text
    for _each in range(3):
        form = Page(text).form(None)
        text = client.get(client.post(form.action, data=form.values).location).text
    assert "All done" in text


@pytest.mark.parametrize("of", ["all of Ada's", "", "x,,999999999999,²", "0"])
def test_an_address_that_names_others_shows_nothing_of_theirs(
    client: PageClient, mine: list[RotationSchedule], olu: Person, of: str
) -> None:
    ids = ",".join(str(one.id) for one in mine) if "Ada" in of else of
    answer = client.sign_in(olu).get("/rotations/sitting", query_string={"of": ids, "at": mine[0].id})
    assert answer.status_code == 200
    assert "sea0" not in answer.text


def test_what_is_shown_in_a_sitting_counts_as_opened(
    client: PageClient, session: Session, mine: list[RotationSchedule], ada: Person
) -> None:
    client.sign_in(ada).get("/rotations/sitting")
    opened = session.scalars(select(RotationOpening)).all()
    assert [(one.schedule_id, one.person_id) for one in opened] == [(mine[0].id, ada.id)]
