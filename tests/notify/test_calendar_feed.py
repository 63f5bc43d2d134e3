"""A private address for one's own calendar program: accounts and days, no people and no reasons."""

from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Person, PersonState
from govdesk.notify import feeds
from govdesk.notify.models import CalendarFeed
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.pages import PageClient


@pytest.fixture
def schedule(session: Session, ada: Person) -> RotationSchedule:
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        registered_at=NOW,
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2026, 1, 1)))
    made = RotationSchedule(account_id=account.id, credential="password", due_on=date(2027, 3, 11))
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def token(session: Session, ada: Person) -> str:
    made = feeds.renew(session, ada, now=clock.utcnow())
    session.commit()
    return made


def test_it_names_account_and_day_and_leads_to_the_page(
    client: PageClient, schedule: RotationSchedule, token: str
) -> None:
    answer = client.get(f"/rotations.ics?token={token}")
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.text).events
    assert "noaa" in str(event["summary"])
    assert event.decoded("dtstart") == date(2027, 3, 11)
    assert event["url"] == f"http://localhost/rotations/{schedule.id}"
    for hidden in ("Ada", "ada@", "Scheduled", "password"):
        assert hidden not in answer.text


def test_what_has_not_changed_is_not_sent_again(
    client: PageClient, session: Session, schedule: RotationSchedule, token: str
) -> None:
    etag = client.get(f"/rotations.ics?token={token}").headers["ETag"]
    assert client.get(f"/rotations.ics?token={token}", headers={"If-None-Match": etag}).status_code == 304
    schedule.due_on = date(2027, 4, 1)
    session.commit()
    again = client.get(f"/rotations.ics?token={token}", headers={"If-None-Match": etag})
    assert (again.status_code, "20270401" in again.text) == (200, True)


def test_the_token_opens_nothing_else_and_is_kept_as_a_hash_only(
    client: PageClient, session: Session, token: str
) -> None:
    assert client.get(f"/rotations?token={token}").status_code == 303
    assert token not in session.scalars(select(CalendarFeed.token_hash)).one()


@pytest.mark.parametrize("wrong", ["", "x", "%00", "' OR 1=1", "a" * 500])
def test_another_token_opens_nothing(client: PageClient, token: str, wrong: str) -> None:
    assert client.get(f"/rotations.ics?token={wrong}").status_code in (400, 404)


def test_a_renewed_token_ends_the_one_before(client: PageClient, session: Session, ada: Person, token: str) -> None:
    client.sign_in(ada)
    shown = client.submit("/settings/notices", to="/settings/notices/feed")
    assert shown.status_code == 200
    assert "/rotations.ics?token=" in shown.text
    assert client.get(f"/rotations.ics?token={token}").status_code == 404


def test_a_closed_address_and_one_of_a_leaver_open_nothing(
    client: PageClient, session: Session, ada: Person, token: str
) -> None:
    ada.state = PersonState.LEFT
    session.commit()
    assert client.get(f"/rotations.ics?token={token}").status_code == 404
    ada.state = PersonState.ACTIVE
    feeds.close(session, ada)
    session.commit()
    assert client.get(f"/rotations.ics?token={token}").status_code == 404
