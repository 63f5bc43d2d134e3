"""What is overdue, since when, who was told, and who opened its page."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.calendar.models import RotationOpening
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from govdesk.rotation.settling import EMERGENCY
from tests.pages import PageClient
from tests.rotation.calendar.conftest import Schedules, taken


@pytest.fixture
def late(
    session: Session, noaa: SocialAccount, press_office: Department, put: Schedules, today: date, office: Office
) -> RotationSchedule:
    """Overdue for five days; Ada and her department have had their mail."""
    press_office.mailbox = "press@commerce.example"
    schedule, now = put(noaa, today - timedelta(5)), clock.utcnow()
    for owing in session.scalars(owing_a_reminder(now)).all():
        remind_one(session, owing, now=now, office=office)
    session.execute(
        update(Notice).where(Notice.state == NoticeState.OWED).values(state=NoticeState.SENT, sent_at=now)
    )
    session.commit()
    return schedule


def test_it_says_since_when_who_was_told_and_whom_it_went_to_last(
    client: PageClient, late: RotationSchedule, sam: Person, noor: Person
) -> None:
    for reader in (sam, noor):
        text = client.sign_in(reader).get("/rotations/overdue").text
        assert "5 days" in text
        told = text[text.index('data-label="Who was told"') : text.index('data-label="Opened since"')]
        assert "Ada Sørensen" in told
        assert "NOAA Press Office" in told
        beyond = text[text.index('data-label="Last escalation') :]
        assert "NOAA Press Office" in beyond
        assert "Ada" not in beyond


def test_who_opened_its_page_is_known_once_a_day(
    client: PageClient, session: Session, late: RotationSchedule, ada: Person, sam: Person, today: date
) -> None:
    client.sign_in(ada)
    for _ in range(3):
        client.get(f"/rotations/{late.id}")
    [opening] = session.scalars(select(RotationOpening))
    assert (opening.schedule_id, opening.person_id, opening.opened_on) == (late.id, ada.id, today)
    text = client.sign_in(sam).get("/rotations/overdue").text
    assert "Ada Sørensen" in text[text.index('data-label="Opened since"') :]


def test_what_was_opened_before_it_was_due_does_not_count(
    client: PageClient, session: Session, late: RotationSchedule, ada: Person, sam: Person, today: date
) -> None:
    before = RotationOpening(
        schedule_id=late.id, person_id=ada.id, opened_on=today - timedelta(9), opened_at=clock.utcnow()
    )
    session.add(before)
    session.commit()
    text = client.sign_in(sam).get("/rotations/overdue").text
    assert "Ada" not in text[text.index('data-label="Opened since"') :]


def test_notices_of_an_earlier_day_do_not_count(
    client: PageClient, session: Session, late: RotationSchedule, sam: Person, today: date
) -> None:
    late.calendar_on = late.due_on = today - timedelta(2)
    session.commit()
    text = client.sign_in(sam).get("/rotations/overdue").text
    assert "nobody yet" in text


def test_notices_of_an_emergency_count_too(
    client: PageClient, session: Session, late: RotationSchedule, sam: Person
) -> None:
    session.execute(update(Notice).values(kind=EMERGENCY))
    session.commit()
    text = client.sign_in(sam).get("/rotations/overdue").text
    assert "Ada Sørensen" in text[text.index('data-label="Who was told"') : text.index('data-label="Opened since"')]


def test_looking_and_taking_it_along_are_on_record_and_no_cell_is_a_formula(
    client: PageClient, session: Session, late: RotationSchedule, noaa: SocialAccount, sam: Person, ada: Person
) -> None:
    ada.name = "=Ada;=cmd()"
    session.commit()
    client.sign_in(sam)
    client.get("/rotations/overdue")
    text = taken(client, "/rotations/overdue.csv").decode()
    assert "'=Ada" in text
    assert ";=" not in text
    assert taken(client, "/rotations/overdue.xlsx")
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(3)).all()
    assert actions == ["rotation:overdue:exported", "rotation:overdue:exported", "rotation:overdue:read"]


def test_who_is_neither_security_nor_an_auditor_is_refused(
    client: PageClient, late: RotationSchedule, ada: Person, grace: Person
) -> None:
    for reader in (ada, grace):
        assert client.sign_in(reader).get("/rotations/overdue").status_code == 403


def test_without_anything_overdue_the_page_says_what_would_stand_there(client: PageClient, sam: Person) -> None:
    assert "Nothing is overdue" in client.sign_in(sam).get("/rotations/overdue").text
