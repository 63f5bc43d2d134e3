"""The same recording sent twice is one; a form that was used for something else is never thanked for."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA
from tests.crowd import HANDS, again, app_of_its_own, at_once
from tests.pages import Page, PageClient


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with app_of_its_own(settings, tmp_path) as app:
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["sessions"]() as session:
        yield session


@pytest.fixture
def today() -> date:
    return clock.local_date(clock.utcnow(), VIENNA)


@pytest.fixture
def form(client: PageClient, schedule: RotationSchedule, ada: Person, today: date) -> dict[str, str]:
    """The form as ada has filled it in."""
    shown = Page(client.sign_in(ada).get(f"/rotations/{schedule.id}").text).form(None)
    return {**shown.values, "when": "earlier", "rotated_on": today.isoformat()}


@pytest.fixture
def api_token(session: Session, noaa: SocialAccount, sam: Person, office: Office) -> RotationSchedule:
    made = schedule_rotation(session, noaa, "api_token", Terms(date(2027, 3, 11)), by=sam, now=NOW, office=office)
    session.commit()
    return made


def recorded(session: Session) -> list[tuple[int, date]]:
    session.expire_all()
    session.rollback()
    return [(rotation.schedule_id, rotation.rotated_on) for rotation in session.scalars(select(Rotation))]


def address(schedule: RotationSchedule) -> str:
    return f"/rotations/{schedule.id}/recordings"


def test_six_posts_of_one_form_are_one_rotation_and_all_are_thanked(
    app: Flask, client: PageClient, session: Session, schedule: RotationSchedule, form: dict[str, str], today: date
) -> None:
    session.commit()
    answers = at_once([again(app, client, address(schedule), form) for _ in range(HANDS)])
    assert [answer.status_code for answer in answers] == [303] * HANDS
    assert recorded(session) == [(schedule.id, today)]


def test_a_form_used_for_one_credential_records_nothing_of_another_and_says_so(
    client: PageClient, session: Session, schedule: RotationSchedule, api_token: RotationSchedule,
    form: dict[str, str], today: date,
) -> None:  # fmt: skip
    assert client.post(address(schedule), data=form).status_code == 303
    answer = client.post(address(api_token), data=form)
    assert answer.status_code == 409
    assert "was used before" in answer.text
    assert recorded(session) == [(schedule.id, today)]


def test_a_form_used_by_one_person_is_not_another_persons_record(
    client: PageClient, session: Session, schedule: RotationSchedule, sam: Person, form: dict[str, str], today: date
) -> None:
    client.post(address(schedule), data=form)
    answer = client.sign_in(sam).submit(
        f"/rotations/{schedule.id}", when="earlier", rotated_on=form["rotated_on"], form_key=form["form_key"]
    )
    assert answer.status_code == 409
    assert recorded(session) == [(schedule.id, today)]


def test_going_back_and_sending_another_day_is_not_thanked_for(
    client: PageClient, session: Session, schedule: RotationSchedule, form: dict[str, str], today: date
) -> None:
    yesterday = today - timedelta(days=1)
    client.post(address(schedule), data={**form, "rotated_on": yesterday.isoformat()})
    assert client.post(address(schedule), data=form).status_code == 409
    assert recorded(session) == [(schedule.id, yesterday)]


def test_one_form_for_two_credentials_at_once_is_recorded_once_and_the_other_told(
    app: Flask, client: PageClient, session: Session, schedule: RotationSchedule, api_token: RotationSchedule,
    form: dict[str, str],
) -> None:  # fmt: skip
    session.commit()
    answers = at_once([again(app, client, address(one), form) for one in (schedule, api_token)])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(recorded(session)) == 1


def test_just_now_twice_is_once_though_the_second_came_later(
    client: PageClient, session: Session, schedule: RotationSchedule, form: dict[str, str], today: date
) -> None:
    for _ in range(2):
        assert client.post(address(schedule), data={**form, "when": "now"}).status_code == 303
    assert recorded(session) == [(schedule.id, today)]
