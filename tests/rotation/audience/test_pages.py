"""Security makes reminders to many on pages; everybody reads the text they were sent."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Department, Person
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.ready import READY
from govdesk.rotation.audience.rules import Unit
from govdesk.secrecy import holds_secret
from tests.conftest import VIENNA
from tests.pages import PageClient

NEW, ALL = "/rotations/audiences/new", "/rotations/audiences"
FORM = {"subject": "Keep them apart", "text": "One for each.", "audience": "everybody", "unit": "never"}


def filled(**fields: Any) -> dict[str, Any]:
    return FORM | {"first_on": clock.local_date(clock.utcnow(), VIENNA).isoformat()} | fields


def made(session: Session) -> AudienceReminder:
    session.expire_all()
    return session.scalars(select(AudienceReminder)).one()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AudienceReminder)) or 0


def test_security_schedules_one_and_sees_whom_it_reaches(
    client: PageClient, session: Session, sam: Person, ada: Person, press_office: Department
) -> None:
    client.sign_in(sam)
    form = filled(audience="department", department=press_office.id, unit="months", every="3")
    answer = client.get(client.submit(NEW, to=ALL, **form).location)
    assert "It reaches 1 person now" in answer.text
    assert "NOAA Press Office and all below it" in answer.text
    assert "every 3 months" in answer.text
    assert "One for each." in answer.text
    assert answer.text.count("<time") >= 6
    assert made(session).audience is Audience.DEPARTMENT
    assert "Keep them apart" in client.get("/rotations/audiences").text


def test_a_preview_shows_the_mail_and_saves_nothing(client: PageClient, session: Session, sam: Person) -> None:
    client.sign_in(sam)
    answer = client.submit(NEW, to=ALL, **filled(preview="1"))
    assert answer.status_code == 200
    assert "Hello Sam Lindqvist," in answer.text
    assert "Nothing is saved yet" in answer.text
    assert count(session) == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"subject": " "}, "Enter a headline"),
        ({"text": " \n "}, "Enter the text"),
        ({"text": "a" * 3001}, "Use at most 3000 characters"),
        ({"subject": "a " * 61}, "Use at most 120 characters"),
        ({"audience": "department"}, "Choose the department"),
        ({"first_on": "2020-01-01"}, "Enter today or a later day"),
        ({"first_on": ""}, "Enter the day on which it goes out first"),
        ({"unit": "weeks"}, "Enter how many"),
        ({"unit": "weeks", "every": "0"}, "Enter a number from 1 to 366"),
        ({"unit": "days", "every": "1", "ends_on": "2020-01-01"}, "Enter a day that is not before the first one"),
        ({"text": "The password is Sunflower-42!"}, "looks like a password"),
        ({"subject": "password: Sunflower-42!"}, "looks like a password"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_saved(
    client: PageClient, session: Session, sam: Person, fields: dict[str, str], said: str
) -> None:
    client.sign_in(sam)
    answer = client.submit(NEW, to=ALL, **filled(**fields))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Sunflower" not in answer.text
    assert count(session) == 0


@pytest.mark.parametrize("key", READY)
def test_a_ready_text_can_be_sent_as_it_is(client: PageClient, session: Session, sam: Person, key: str) -> None:
    ready = READY[key]
    assert not holds_secret(str(ready.text))
    client.sign_in(sam)
    assert str(ready.subject) in client.get(f"/rotations/audiences/new?text={key}").text
    form = filled(subject=str(ready.subject), text=str(ready.text))
    assert client.submit(NEW, to=ALL, **form).status_code == 303


def test_one_that_has_begun_can_be_changed_without_another_first_day(
    client: PageClient, session: Session, reminder: AudienceReminder, sam: Person
) -> None:
    reminder.first_on = date(2025, 1, 31)
    session.commit()
    client.sign_in(sam)
    address = f"/rotations/audiences/{reminder.id}/terms"
    version = reminder.version
    assert client.submit(address, to=address, subject="Other words").status_code == 303
    assert (made(session).subject, made(session).first_on) == ("Other words", date(2025, 1, 31))
    late = client.submit(address, to=address, subject="Words of before", version=str(version))
    assert (late.status_code, made(session).subject) == (409, "Other words")


def test_a_day_on_which_it_went_out_is_not_shown_as_coming(
    client: PageClient, session: Session, reminder: AudienceReminder, sam: Person
) -> None:
    today = clock.local_date(clock.utcnow(), VIENNA)
    reminder.first_on, reminder.unit, reminder.next_at, reminder.last_on = today, Unit.NEVER, None, today
    session.commit()
    client.sign_in(sam)
    assert "No day is left on which it would go out" in client.get(f"/rotations/audiences/{reminder.id}").text


def test_it_is_paused_resumed_and_deleted(
    client: PageClient, session: Session, reminder: AudienceReminder, sam: Person
) -> None:
    client.sign_in(sam)
    address = f"/rotations/audiences/{reminder.id}"
    client.submit(address, to=f"{address}/pause")
    assert made(session).next_at is None
    assert "It is paused and goes out on no day" in client.get(address).text
    client.submit(address, to=f"{address}/resumption")
    assert made(session).next_at is not None
    answer = client.submit(address, to=f"{address}/deletion")
    assert "The reminder is deleted" in client.get(answer.location).text
    assert count(session) == 0


def test_staff_read_the_text_and_not_whom_it_goes_to(
    client: PageClient, reminder: AudienceReminder, ada: Person
) -> None:
    client.sign_in(ada)
    assert "Use each for one thing." in client.get(f"/reminders/{reminder.id}").text
    assert client.get(f"/rotations/audiences/{reminder.id}").status_code == 404
    assert "Reminders to many" not in client.get("/rotations").text


def test_an_auditor_reads_all_and_changes_nothing(
    client: PageClient, reminder: AudienceReminder, noor: Person
) -> None:
    client.sign_in(noor)
    page = client.get(f"/rotations/audiences/{reminder.id}").text
    assert "had many people reminded" in page
    assert "Delete" not in page
    assert client.get(f"/rotations/audiences/{reminder.id}/terms").status_code == 403
