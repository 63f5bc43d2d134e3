"""A plan is put in once and whole, leaves out closed days, and is taken back whole while nothing was done of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.calendar import planning
from govdesk.rotation.calendar.models import RotationMove, RotationPlan, RotationPlanLine
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from govdesk.rotation.work.models import RotationWork
from tests.conftest import NOW
from tests.pages import Page, PageClient
from tests.rotation.calendar.conftest import Registers, Schedules
from tests.rotation.calendar.test_planning import asked, days_of

PUT, BACK = "/rotations/calendar/plans", "/rotations/calendar/plans/undoings"
WHY = "The fair is in that month"


@pytest.fixture
def monday(later: date) -> date:
    return later + timedelta(7 - later.weekday())


@pytest.fixture
def two(press_office: Department, register: Registers) -> list[SocialAccount]:
    return [register(press_office), register(press_office)]


@pytest.fixture
def planned(
    client: PageClient, session: Session, sam: Person, two: list[SocialAccount], noaa: SocialAccount, put: Schedules,
    monday: date,
) -> RotationPlan:  # fmt: skip
    """Two accounts that had no day, and @noaa, which had another and a period."""
    put(noaa, monday + timedelta(60), every_days=90)
    address = asked(monday, existing="change", reason="A new year", every_days="365")
    answer = client.sign_in(sam).submit(address, to=PUT)
    assert answer.status_code == 303
    return session.scalars(select(RotationPlan)).one()


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def take_back(client: PageClient, plan: RotationPlan, reason: str = WHY) -> int:
    return client.submit(f"/rotations/calendar?year=2027&planned={plan.id}", to=BACK, reason=reason).status_code


def test_right_after_it_is_taken_back_with_one_button_and_a_reason(
    client: PageClient, session: Session, planned: RotationPlan, noaa: SocialAccount, sam: Person, monday: date
) -> None:
    assert count(session, RotationSchedule) == 3
    assert take_back(client, planned) == 303
    session.expire_all()
    [left] = session.scalars(select(RotationSchedule))
    assert (left.account_id, left.calendar_on, left.every_days) == (noaa.id, monday + timedelta(60), 90)
    assert (left.due_on, left.by_hand, left.planned_by) == (monday + timedelta(60), True, None)
    assert (planned.undone_by, planned.undone_because) == (sam, WHY)
    assert [move.undone_at is None for move in session.scalars(select(RotationMove))] == [False]
    assert "3 accounts are as they were before." in client.get("/rotations/calendar").text
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "rotation:plan:undone")).one()
    assert told.fields["accounts"] == 3
    assert WHY not in str(told.fields)
    plans = client.get(PUT).text
    assert WHY in plans
    assert "Take the plan back" not in plans


def test_taken_back_twice_it_is_taken_back_once(client: PageClient, session: Session, planned: RotationPlan) -> None:
    form = Page(client.get(PUT).text).form(BACK)
    sent = {**form.values, "reason": WHY}
    assert [client.post(BACK, data=sent).status_code for _twice in range(2)] == [303, 303]
    assert "taken back already" in client.get("/rotations/calendar").text
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action == "rotation:plan:undone")).all()
    assert len(actions) == 1


def test_without_a_reason_nothing_is_taken_back(client: PageClient, session: Session, planned: RotationPlan) -> None:
    answer = client.submit(PUT, to=BACK, reason="")
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.text
    assert count(session, RotationSchedule) == 3


@pytest.mark.parametrize("how", ["recorded", "waits"])
def test_what_somebody_has_done_since_is_not_undone(
    client: PageClient, session: Session, planned: RotationPlan, noaa: SocialAccount, ada: Person, today: date,
    office: Office, how: str,
) -> None:  # fmt: skip
    schedule = session.scalars(select(RotationSchedule).where(RotationSchedule.account_id == noaa.id)).one()
    now = clock.utcnow()
    if how == "recorded":
        record_rotation(session, schedule, rotated_on=today, by=ada, form_key=None, now=now, office=office)
    else:
        session.add(RotationWork(schedule=schedule, begun_at=now, said_by=ada, said_at=now, rotated_on=today))
    session.commit()
    before = days_of(session)
    answer = client.submit(PUT, to=BACK, reason=WHY)
    assert answer.status_code == 409
    assert "on record since (noaa)" in answer.text
    assert f'value="{WHY}"' in answer.text
    assert days_of(session) == before


def test_what_was_moved_since_keeps_its_day(
    client: PageClient, session: Session, planned: RotationPlan, noaa: SocialAccount, monday: date
) -> None:
    schedule = session.scalars(select(RotationSchedule).where(RotationSchedule.account_id == noaa.id)).one()
    schedule.calendar_on = schedule.due_on = moved_to = monday + timedelta(20)
    session.commit()
    assert take_back(client, planned) == 303
    assert days_of(session) == [moved_to]
    assert "1 was given another day since and keeps it." in client.get("/rotations/calendar").text


def test_what_happened_since_stays_due(
    client: PageClient, session: Session, planned: RotationPlan, two: list[SocialAccount], today: date
) -> None:
    schedule = session.scalars(select(RotationSchedule).where(RotationSchedule.account_id == two[0].id)).one()
    now = clock.utcnow()
    event = RotationEvent(kind=RotationReason.REQUEST, occasion="asked", happened_at=now, opened_at=now)
    session.add(RotationLoss(event=event, schedule=schedule, lost_at=now, due_on=today, was=["itself"]))
    schedule.due_on, schedule.reason = today, RotationReason.REQUEST
    session.commit()
    assert take_back(client, planned) == 303
    session.expire_all()
    assert (schedule.calendar_on, schedule.due_on, schedule.reason) == (None, today, RotationReason.REQUEST)


def test_reminders_that_have_not_gone_out_are_taken_back(
    client: PageClient, session: Session, planned: RotationPlan, noaa: SocialAccount, office: Office
) -> None:
    for owing in session.scalars(owing_a_reminder(at := NOW.replace(year=NOW.year + 5))).all():
        remind_one(session, owing, now=at, office=office)
    session.commit()
    assert NoticeState.OWED in session.scalars(select(Notice.state)).all()
    assert take_back(client, planned) == 303
    session.expire_all()
    assert NoticeState.OWED not in session.scalars(select(Notice.state)).all()


def test_put_in_twice_it_is_one_plan(
    client: PageClient, session: Session, sam: Person, two: list[SocialAccount], monday: date
) -> None:
    form = Page(client.sign_in(sam).get(asked(monday)).text).form(PUT)
    answers = [client.post(PUT, data=form.values) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert (count(session, RotationPlan), count(session, RotationSchedule)) == (1, 2)
    assert "it counts once" in client.get(answers[1].location).text


@pytest.mark.parametrize("where", ["insert_many", "settle"])
def test_what_breaks_off_in_the_middle_leaves_nothing(
    client: PageClient, session: Session, sam: Person, two: list[SocialAccount], noaa: SocialAccount,
    put: Schedules, monday: date, monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:  # fmt: skip
    put(noaa, monday + timedelta(60))
    form = Page(client.sign_in(sam).get(asked(monday, existing="change", reason="New")).text).form(PUT)
    trail = count(session, AuditEvent)

    def break_off(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr(planning, where, break_off)
    assert client.post(PUT, data=form.values).status_code == 500
    session.rollback()
    assert days_of(session) == [monday + timedelta(60)]
    assert (count(session, RotationPlan), count(session, RotationPlanLine)) == (0, 0)
    assert count(session, AuditEvent) == trail
    monkeypatch.undo()
    assert client.post(PUT, data=form.values).status_code == 303
    assert count(session, RotationSchedule) == 3


@pytest.fixture
def in_force(session: Session) -> Callable[[str], None]:
    def put_in_force(text: str) -> None:
        session.add(RotationPolicyVersion(number=1, digest="0" * 64, text=text, source=Source.FILE, made_at=NOW))
        session.commit()

    return put_in_force


def test_closed_days_are_left_out_where_each_department_is(
    client: PageClient, session: Session, press_office: Department, census: Department, sam: Person,
    register: Registers, today: date, in_force: Callable[[str], None],
) -> None:  # fmt: skip
    year = today.year + 1
    in_force(
        f"country: AT\ncountries: {{{census.name}: US}}\n"
        f"blackouts:\n  - {{from: {year}-04-01, to: {year}-06-30, because: The elections}}\n"
    )
    mine, theirs = ([register(of).id for _ in range(70)] for of in (press_office, census))
    # Two weeks and a half round the Austrian 15 August, Labor Day and the 4th of July.
    client.sign_in(sam)
    first = date(year, 6, 28)
    page = client.get(asked(first, number="75", unit="days"))
    assert "public holidays where the department is (AT, US); The elections" in page.text
    assert client.submit(asked(first, number="75", unit="days"), to=PUT).status_code == 303
    rows = session.execute(select(RotationSchedule.account_id, RotationSchedule.calendar_on)).all()
    of = {row.account_id: row.calendar_on for row in rows}
    assert min(of.values()) == date(year, 7, 1)
    assert not [day for day in of.values() if day is None or day.weekday() > 4]
    independence = next(day for day in (date(year, 7, 5), date(year, 7, 4), date(year, 7, 3)) if day.weekday() < 5)
    assert independence not in {of[id_] for id_ in theirs}
    assert date(year, 8, 15) not in {of[id_] for id_ in mine}


def test_where_all_days_are_closed_it_says_why(
    client: PageClient, sam: Person, two: list[SocialAccount], monday: date, in_force: Callable[[str], None]
) -> None:
    in_force(f"blackouts:\n  - {{from: {monday}, to: {monday + timedelta(60)}, because: The elections}}\n")
    answer = client.sign_in(sam).get(asked(monday))
    assert answer.status_code == 422
    assert "All of these days are closed (The elections)" in answer.text


def test_accounts_without_a_custodian_are_told_and_can_be_left_out(
    client: PageClient, sam: Person, two: list[SocialAccount], noaa: SocialAccount, monday: date
) -> None:
    text = client.sign_in(sam).get(asked(monday)).text
    assert "2 of them have no custodian" in text
    assert "custodians=some" in text
    without = client.get(asked(monday, custodians="some")).text
    assert "1 account gets a day" in without
    assert "no custodian: security" not in without
