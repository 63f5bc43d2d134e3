"""The pages of this room, through the door people use."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, schedule_rotation
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW, VIENNA
from tests.pages import Page, PageClient


@pytest.fixture
def today() -> date:
    return clock.local_date(clock.utcnow(), VIENNA)


def actions_of(session: Session) -> list[str]:
    """What was done; readings of who is asked aside."""
    done = ~AuditEvent.action.endswith(":read")
    return [event.action for event in session.scalars(select(AuditEvent).where(done).order_by(AuditEvent.id))]


def test_security_schedules_a_rotation(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, today: date
) -> None:
    client.sign_in(sam)
    due_on = today + timedelta(days=60)
    answer = client.submit(f"/accounts/{noaa.id}/rotations", due_on=due_on.isoformat(), every_days="90")
    made = session.scalars(select(RotationSchedule)).one()
    assert answer.location == f"/rotations/{made.id}"
    assert (made.credential, made.due_on, made.every_days) == ("password", due_on, 90)
    assert made.remind_at is not None
    [event] = session.scalars(select(AuditEvent).where(~AuditEvent.action.endswith(":read")))
    assert (event.action, event.subject_type, event.subject_id) == (
        "rotation:schedule:set",
        "social_account",
        noaa.id,
    )
    assert event.fields["due_on"] == due_on.isoformat()


def test_the_same_wish_sent_twice_is_one_schedule(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, today: date
) -> None:
    form = {"credential": "password", "due_on": today.isoformat(), "responsible": ""}
    client.sign_in(sam)
    answers = [client.submit(f"/accounts/{noaa.id}/rotations", **form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(actions_of(session)) == 1


def test_another_day_for_the_same_credential_is_refused_with_a_way_on(
    client: PageClient, schedule: RotationSchedule, sam: Person, today: date
) -> None:
    answer = client.sign_in(sam).submit(
        f"/accounts/{schedule.account_id}/rotations", credential="password", due_on=today.isoformat()
    )
    assert answer.status_code == 409
    assert "scheduled already" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("due_on", "", "Enter the day"),
        ("due_on", "1927-01-01", "within ten years"),
        ("every_days", "0", "between 1 and 3650"),
        ("every_days", "soon", "valid integer"),
        ("credential", "hunter2!", "Not a valid choice"),
        ("responsible", "999999", "Not a valid choice"),
    ],
)
def test_what_cannot_be_scheduled_is_told_at_the_field(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, field: str, value: str, says: str
) -> None:
    values = {"due_on": "2027-06-01", field: value}
    answer = client.sign_in(sam).submit(f"/accounts/{noaa.id}/rotations", **values)
    assert answer.status_code == 422
    assert says in answer.text
    assert actions_of(session) == []


def test_the_custodian_records_it_and_the_next_day_follows(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, today: date
) -> None:
    answer = client.sign_in(ada).submit(f"/rotations/{schedule.id}", rotated_on=today.isoformat())
    assert answer.location == f"/rotations/{schedule.id}"
    session.expire_all()
    assert (schedule.rotated_on, schedule.due_on) == (today, today + timedelta(days=90))
    rotation = session.scalars(select(Rotation)).one()
    assert (rotation.by, rotation.was_due_on) == (ada, date(2027, 3, 11))
    assert actions_of(session)[-1] == "rotation:credential:rotated"
    assert "recorded by Ada Sørensen" in client.get(f"/rotations/{schedule.id}").text


def test_a_single_rotation_owes_nothing_once_it_is_done(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, today: date
) -> None:
    schedule.every_days = None
    session.commit()
    client.sign_in(ada).submit(f"/rotations/{schedule.id}", rotated_on=today.isoformat())
    session.expire_all()
    assert (schedule.due_on, schedule.remind_at) == (None, None)
    assert "Nothing has to be done now" in client.get(f"/rotations/{schedule.id}").text


def test_a_form_sent_twice_is_one_rotation(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, today: date
) -> None:
    shown = Page(client.sign_in(ada).get(f"/rotations/{schedule.id}").text).form(None)
    values = {**shown.values, "rotated_on": today.isoformat()}
    for _ in range(2):
        assert client.post(shown.action, data=values).status_code == 303
    assert len(session.scalars(select(Rotation)).all()) == 1


def test_a_day_in_the_future_is_refused(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, today: date
) -> None:
    tomorrow = (today + timedelta(days=1)).isoformat()
    answer = client.sign_in(ada).submit(f"/rotations/{schedule.id}", when="earlier", rotated_on=tomorrow)
    assert answer.status_code == 422
    assert "cannot be in the future" in answer.text
    assert session.scalars(select(Rotation)).all() == []


def test_a_day_before_the_one_on_record_is_refused(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person, today: date
) -> None:
    client.sign_in(ada).submit(f"/rotations/{schedule.id}", rotated_on=today.isoformat())
    yesterday = (today - timedelta(days=1)).isoformat()
    assert client.submit(f"/rotations/{schedule.id}", when="earlier", rotated_on=yesterday).status_code == 409


def test_opening_the_page_from_a_mail_changes_nothing(
    client: PageClient, session: Session, schedule: RotationSchedule, ada: Person
) -> None:
    before = schedule.version
    client.sign_in(ada).get(f"/rotations/{schedule.id}")
    session.expire_all()
    assert schedule.version == before


def test_security_changes_the_day_and_the_history_says_from_what(
    client: PageClient, session: Session, schedule: RotationSchedule, sam: Person
) -> None:
    client.sign_in(sam).submit(f"/rotations/{schedule.id}/schedule", due_on="2027-09-01")
    session.expire_all()
    assert schedule.due_on == date(2027, 9, 1)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action == "rotation:schedule:changed"
    assert event.fields == {"credential": "password", "due_on": ["2027-03-11", "2027-09-01"]}


def test_of_two_who_change_it_at_once_the_second_is_told(
    client: PageClient, session: Session, schedule: RotationSchedule, sam: Person
) -> None:
    address = f"/rotations/{schedule.id}/schedule"
    opened = Page(client.sign_in(sam).get(address).text).form(None).values
    client.submit(address, due_on="2027-09-01")
    assert client.post(address, data={**opened, "due_on": "2027-10-01"}).status_code == 409
    session.expire_all()
    assert schedule.due_on == date(2027, 9, 1)


def test_the_most_urgent_stands_first_and_who_may_sees_all(
    client: PageClient, session: Session, schedule: RotationSchedule, noaa: SocialAccount, sam: Person, olu: Person,
    office: Office,
) -> None:  # fmt: skip
    terms = Terms(date(2027, 3, 2), responsible=olu)
    schedule_rotation(session, noaa, "api_token", terms, by=sam, now=NOW, office=office)
    session.commit()
    text = client.sign_in(sam).get("/rotations").text
    assert 0 < text.index("API token") < text.index("Password</td>")
    mine = client.sign_in(olu).get("/rotations?whose=mine").text
    assert "API token" in mine
    assert "Password</td>" not in mine


def test_who_holds_nothing_is_told_so(client: PageClient, schedule: RotationSchedule, olu: Person) -> None:
    client.sign_in(olu)
    assert "noaa" not in client.get("/rotations").text
    assert "Nothing for you to change" in client.get("/rotations?whose=mine").text


def test_no_page_has_a_field_for_a_secret(client: PageClient, schedule: RotationSchedule, sam: Person) -> None:
    client.sign_in(sam)
    for address in ("", "/schedule"):
        for field in Page(client.get(f"/rotations/{schedule.id}{address}").text).inputs:
            assert field.get("type", "select") in ("date", "time", "radio", "checkbox", "number", "select")
