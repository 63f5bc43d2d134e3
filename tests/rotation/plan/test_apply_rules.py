"""Which days a rule sets, and which it leaves alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount, Tier
from govdesk.audit.models import AuditEvent
from govdesk.db import Sessions
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, change_schedule, record_rotation, schedule_rotation
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.jobs import plan_all
from govdesk.rotation.queries import schedule_for
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.rotation.plan.conftest import OfficeOf, Publish

Planned = Callable[[], list[RotationSchedule]]
TODAY = date(2027, 3, 1)
YEARLY = """
rules:
  - name: Each year
    calendar: yearly 06-01
    because: The board asked for it in March
"""


@pytest.fixture
def plan(sessions: Sessions, settings: Settings) -> Callable[..., None]:
    """What the worker does, so many days after the first of March."""

    def look(days: int = 0) -> None:
        plan_all(sessions, settings, now=NOW + timedelta(days))

    return look


def days(schedules: list[RotationSchedule]) -> list[tuple[str, date | None]]:
    return [(schedule.credential, schedule.due_on) for schedule in schedules]


def test_an_account_without_a_schedule_gets_one(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    publish(YEARLY)
    plan()
    (made,) = planned()
    assert (made.account_id, made.credential, made.due_on) == (noaa.id, "password", date(2027, 6, 1))
    assert (made.planned_by, made.by_hand, made.reason) == ("Each year", False, RotationReason.SCHEDULED)
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "rotation:schedule:planned")).one()
    assert told.fields == {"credential": "password", "due_on": [None, "2027-06-01"], "rule": "Each year"}


def test_a_second_look_changes_nothing(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    publish(YEARLY)
    plan()
    before = [(one.due_on, one.version) for one in planned()]
    plan(1)
    plan(100)
    assert [(one.due_on, one.version) for one in planned()] == before


def test_a_day_set_by_hand_is_never_touched(
    session: Session, schedule: RotationSchedule, publish: Publish, plan: Callable[..., None]
) -> None:
    publish(YEARLY)
    plan()
    session.expire_all()
    assert (schedule.due_on, schedule.planned_by) == (date(2027, 3, 11), None)


def test_whoever_sets_a_day_by_hand_takes_it_from_the_rule(
    session: Session, noaa: SocialAccount, sam: Person, publish: Publish, plan: Callable[..., None],
    planned: Planned, office: Office,
) -> None:  # fmt: skip
    publish(YEARLY)
    plan()
    (led,) = planned()
    change_schedule(session, led, Terms(date(2027, 4, 1)), by=sam, now=NOW, office=office)
    session.commit()
    plan(1)
    assert planned() == []
    assert led.due_on == date(2027, 4, 1)


def test_what_was_set_by_hand_for_once_is_the_rules_once_it_is_done(
    session: Session, noaa: SocialAccount, ada: Person, sam: Person, publish: Publish, plan: Callable[..., None],
    planned: Planned, office_of: OfficeOf,
) -> None:  # fmt: skip
    office = office_of(YEARLY)
    schedule = schedule_rotation(session, noaa, "password", Terms(TODAY), by=sam, now=NOW, office=office)
    record_rotation(session, schedule, rotated_on=TODAY, by=ada, form_key=None, now=NOW, office=office)
    session.commit()
    publish(YEARLY)
    plan()
    assert days(planned()) == [("password", date(2027, 6, 1))]


def test_a_day_that_has_come_stays_until_the_change(
    session: Session, noaa: SocialAccount, ada: Person, publish: Publish, plan: Callable[..., None],
    planned: Planned, office_of: OfficeOf,
) -> None:  # fmt: skip
    publish(YEARLY)
    plan()
    publish(YEARLY.replace("06-01", "09-01"))
    overdue = NOW + timedelta(100)
    plan(100)
    (led,) = planned()
    assert led.due_on == date(2027, 6, 1)
    office = office_of(YEARLY.replace("06-01", "09-01"))
    record_rotation(
        session, led, rotated_on=office.today(overdue), by=ada, form_key=None, now=overdue, office=office
    )  # fmt: skip
    assert (led.due_on, led.planned_by) == (date(2027, 9, 1), "Each year")


def test_a_changed_calendar_moves_the_days_that_are_still_ahead(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    publish(YEARLY)
    plan()
    publish(YEARLY.replace("06-01", "09-01"))
    plan(1)
    assert days(planned()) == [("password", date(2027, 9, 1))]


def test_a_rule_that_only_gets_another_name_moves_nothing(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    every = "rules: [{name: Old, every_days: 90, because: The board asked for it}]"
    publish(every)
    plan()
    publish(every.replace("Old", "New"))
    plan(20)
    (led,) = planned()
    assert (led.planned_by, led.due_on) == ("New", TODAY + timedelta(90))


def test_a_shorter_period_counts_from_when_the_longer_one_began(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    every = "rules: [{name: A, every_days: 90, because: The board asked for it}]"
    publish(every)
    plan()
    publish(every.replace("90", "60"))
    plan(20)
    assert days(planned()) == [("password", TODAY + timedelta(60))]


def test_a_rule_that_goes_takes_its_days_along(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    publish(YEARLY)
    plan()
    publish("rules: []")
    plan(1)
    assert planned() == []
    left = schedule_for(session, noaa, "password")
    assert left is not None
    assert (left.due_on, left.remind_at) == (None, None)


def test_another_risk_leads_to_the_day_of_another_rule(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    high = "  - {name: High, applies_to: {tiers: [high]}, calendar: monthly 15, because: The board asked for it}\n"
    publish(YEARLY.replace("rules:\n", f"rules:\n{high}"))
    plan()
    assert days(planned()) == [("password", date(2027, 6, 1))]
    noaa.tier = Tier.HIGH
    session.commit()
    plan(1)
    assert days(planned()) == [("password", date(2027, 3, 15))]


def test_an_account_no_longer_in_use_gets_no_day(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    noaa.state = AccountState.RETIRED
    session.commit()
    publish(YEARLY)
    plan()
    assert planned() == []


def test_a_day_that_became_a_closed_one_moves_to_the_open_one_before(
    session: Session, noaa: SocialAccount, publish: Publish, plan: Callable[..., None], planned: Planned
) -> None:
    publish(YEARLY)
    plan()
    publish(YEARLY + "blackouts: [{from: 2027-05-31, to: 2027-06-04, because: Elections}]\n")
    plan(1)
    assert days(planned()) == [("password", date(2027, 5, 30))]


def test_a_new_version_has_what_is_owed_looked_at_at_once(
    session: Session, schedule: RotationSchedule, publish: Publish, plan: Callable[..., None]
) -> None:
    publish(YEARLY)
    plan()
    session.expire_all()
    before = schedule.remind_at
    publish(YEARLY + "grace_days: 3\n")
    plan(1)
    session.expire_all()
    assert before is not None
    assert schedule.remind_at == NOW + timedelta(1)


def test_the_next_day_after_a_change_is_the_calendars(
    session: Session, noaa: SocialAccount, ada: Person, publish: Publish, plan: Callable[..., None],
    planned: Planned, office_of: OfficeOf,
) -> None:  # fmt: skip
    publish(YEARLY)
    plan()
    (led,) = planned()
    on_time = NOW + timedelta(90)
    record_rotation(
        session, led, rotated_on=date(2027, 5, 30), by=ada, form_key=None, now=on_time, office=office_of(YEARLY)
    )  # fmt: skip
    assert (led.due_on, led.stage) == (date(2028, 6, 1), None)
