"""The form asks when it was changed: just now, or earlier on a day and at a time if somebody knows it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from govdesk.rotation.opening import open_event
from tests.conftest import VIENNA
from tests.pages import PageClient


@pytest.fixture
def now() -> datetime:
    return clock.utcnow()


@pytest.fixture
def lost(session: Session, schedule: RotationSchedule, now: datetime) -> RotationSchedule:
    """It is known to others since two minutes ago."""
    at, today = now - timedelta(minutes=2), clock.local_date(now, VIENNA)
    happening = Happening(RotationReason.REQUEST, "x", at, now, today, VIENNA)
    open_event(session, happening, [Touched(schedule.account_id, "password", frozenset({Was.ITSELF}))])
    session.commit()
    return schedule


def test_just_now_counts_at_once(client: PageClient, session: Session, lost: RotationSchedule, ada: Person) -> None:
    page = client.sign_in(ada).get(f"/rotations/{lost.id}").text
    assert "It counts if it was made after" in page
    client.submit(f"/rotations/{lost.id}", when="now")
    session.expire_all()
    assert lost.reason is RotationReason.SCHEDULED


def test_today_at_an_unknown_time_is_thanked_for_and_asked_for_again(
    client: PageClient, session: Session, lost: RotationSchedule, ada: Person, now: datetime
) -> None:
    today = clock.local_date(now, VIENNA)
    answer = client.sign_in(ada).submit(f"/rotations/{lost.id}", when="earlier", rotated_on=today.isoformat())
    assert "It is to be changed once more" in client.get(answer.location).text
    session.expire_all()
    assert (lost.reason, lost.rotated_on) == (RotationReason.REQUEST, today)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"when": "earlier", "rotated_on": ""}, "Enter the day on which it was changed"),
        ({"when": "now", "rotated_on": "2026-01-01"}, "Choose “Earlier”"),
        ({"when": "now", "rotated_time": "10:00"}, "Choose “Earlier”"),
        ({"when": "tomorrow"}, "Not a valid choice"),
    ],
)
def test_what_contradicts_itself_is_told_at_the_field(
    client: PageClient, session: Session, lost: RotationSchedule, ada: Person, form: dict[str, str], says: str
) -> None:
    answer = client.sign_in(ada).submit(f"/rotations/{lost.id}", **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert session.scalars(select(Rotation)).all() == []


def test_a_time_that_has_not_come_is_refused(
    client: PageClient, schedule: RotationSchedule, ada: Person, now: datetime
) -> None:
    later = (now + timedelta(minutes=2)).astimezone(VIENNA)
    form = {"when": "earlier", "rotated_on": later.date().isoformat(), "rotated_time": f"{later:%H:%M}"}
    answer = client.sign_in(ada).submit(f"/rotations/{schedule.id}", **form)
    assert answer.status_code == 422
    assert "cannot be in the future" in answer.text
