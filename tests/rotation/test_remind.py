"""A reminder that is owed becomes one notice to each who answers, once."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Department, Person, PersonState
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.actions import Terms, change_schedule, record_rotation
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from tests.conftest import NOW


def remind_all(session: Session, now: datetime, office: Office) -> None:
    while schedule := session.scalar(owing_a_reminder(now).limit(1)):
        remind_one(session, schedule, now=now, office=office)
        session.commit()


def notices(session: Session, *states: NoticeState) -> list[Notice]:
    session.expire_all()
    found = session.scalars(select(Notice).order_by(Notice.id))
    return [notice for notice in found if not states or notice.state in states]


def owed(session: Session) -> list[tuple[str | None, str]]:
    """Stage and recipient of what is owed."""
    return [(n.stage, (n.person or n.department).name) for n in notices(session, NoticeState.OWED)]  # type: ignore[union-attr]


def test_the_custodian_and_the_department_are_told(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    remind_all(session, NOW, office)
    assert owed(session) == [("14", "Ada Sørensen"), ("14", "NOAA Press Office")]
    assert schedule.remind_at == datetime(2027, 3, 4, 7, tzinfo=NOW.tzinfo)


def test_a_head_who_is_asked_is_not_told_a_second_time_as_the_department(
    session: Session, schedule: RotationSchedule, press_office: Department, ada: Person, office: Office
) -> None:
    press_office.head = ada
    session.commit()
    remind_all(session, NOW, office)
    assert owed(session) == [("14", "Ada Sørensen")]


def test_a_mailbox_of_its_own_is_told_though_its_head_is_asked(
    session: Session, schedule: RotationSchedule, press_office: Department, ada: Person, office: Office
) -> None:
    press_office.head, press_office.mailbox = ada, "press@noaa.example"
    session.commit()
    remind_all(session, NOW, office)
    assert owed(session) == [("14", "Ada Sørensen"), ("14", "NOAA Press Office")]


def test_a_schedule_made_late_owes_the_stage_in_force_and_records_the_earlier_ones(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    remind_all(session, NOW, office)
    assert {n.stage for n in notices(session, NoticeState.SUPERSEDED)} == {"30"}


def test_days_without_a_worker_give_one_reminder(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    remind_all(session, NOW, office)
    remind_all(session, NOW + timedelta(days=15), office)
    assert owed(session) == [("overdue-5", "Ada Sørensen"), ("overdue-5", "NOAA Press Office")]
    assert {n.stage for n in notices(session, NoticeState.SUPERSEDED)} == {"30", "14", "7", "1", "0"}


def test_every_day_overdue_has_a_reminder_of_its_own(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    for day in range(10, 14):
        remind_all(session, NOW + timedelta(days=day), office)
    assert [n.stage for n in notices(session) if n.person_id][-4:] == ["0", "overdue-1", "overdue-2", "overdue-3"]


def test_the_same_moment_asked_again_adds_nothing(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    remind_all(session, NOW, office)
    before = len(notices(session))
    schedule.remind_at = NOW
    session.commit()
    remind_all(session, NOW, office)
    assert len(notices(session)) == before


def test_who_was_slower_queues_nothing(session: Session, schedule: RotationSchedule, office: Office) -> None:
    faster = update(RotationSchedule).values(remind_at=NOW + timedelta(hours=1))
    session.execute(faster, execution_options={"synchronize_session": False})
    assert not remind_one(session, schedule, now=NOW, office=office)
    assert notices(session) == []


def test_a_clock_set_back_by_a_day_repeats_nothing(
    session: Session, schedule: RotationSchedule, office: Office
) -> None:
    remind_all(session, NOW, office)
    before = len(notices(session))
    remind_all(session, NOW - timedelta(days=1), office)
    assert len(notices(session)) == before


def test_who_is_named_responsible_is_told_in_place_of_the_custodians(
    session: Session, schedule: RotationSchedule, olu: Person, sam: Person, office: Office
) -> None:
    terms = Terms(date(2027, 3, 11), responsible=olu)
    change_schedule(session, schedule, terms, by=sam, now=NOW, office=office)
    remind_all(session, NOW, office)
    assert owed(session) == [("14", "Olu Adeyemi"), ("14", "NOAA Press Office")]


def test_security_is_told_when_nobody_else_answers(
    session: Session, schedule: RotationSchedule, noaa: SocialAccount, ada: Person, office: Office
) -> None:
    ada.state = PersonState.LEFT
    noaa.ownerships.clear()
    session.commit()
    remind_all(session, NOW, office)
    assert owed(session) == [("14", "Sam Lindqvist")]


def test_an_account_no_longer_in_use_reminds_nobody(
    session: Session, schedule: RotationSchedule, noaa: SocialAccount, office: Office
) -> None:
    noaa.state = AccountState.RETIRED
    session.commit()
    remind_all(session, NOW, office)
    assert notices(session) == []


def test_recording_takes_back_what_is_unsent(
    session: Session, schedule: RotationSchedule, ada: Person, office: Office
) -> None:
    remind_all(session, NOW, office)
    record_rotation(session, schedule, rotated_on=office.today(NOW), by=ada, form_key=None, now=NOW, office=office)
    session.commit()
    assert {n.stage for n in notices(session, NoticeState.CANCELLED)} == {"14"}
    remind_all(session, NOW + timedelta(days=30), office)
    assert owed(session) == []


def test_a_day_moved_away_and_back_is_still_reminded_of(
    session: Session, schedule: RotationSchedule, sam: Person, office: Office
) -> None:
    remind_all(session, NOW, office)
    for day in (date(2027, 6, 1), date(2027, 3, 11)):
        terms = Terms(day, every_days=90)
        change_schedule(session, schedule, terms, by=sam, now=NOW, office=office)
        session.commit()
        remind_all(session, NOW, office)
    assert owed(session) == [("14", "Ada Sørensen"), ("14", "NOAA Press Office")]


def test_every_key_fits_on_the_wire(
    session: Session, schedule: RotationSchedule, press_office: Department, office: Office
) -> None:
    remind_all(session, NOW, office)
    keys: list[Any] = [n.key for n in notices(session)]
    assert all(key.isascii() and " " not in key and len(key) <= 60 for key in keys)
    assert len(set(keys)) == len(keys)
