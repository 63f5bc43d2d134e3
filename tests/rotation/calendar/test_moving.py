"""Moving what is due: with a reason that is kept, seen by two at once, and taken back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.calendar.models import RotationMove
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from govdesk.rotation.settling import settle
from tests.pages import Page, PageClient
from tests.rotation.calendar.conftest import Schedules

NEW = "/rotations/calendar/moves/new?schedule={one.id}.{one.version}"
WHY = "The press office is at the fair"


@pytest.fixture
def due(noaa: SocialAccount, put: Schedules, later: date) -> RotationSchedule:
    return put(noaa, later, every_days=90)


@pytest.fixture
def lose(session: Session) -> Callable[[RotationSchedule, date], None]:
    """By an event it is known to the wrong people, and due on a day because of that."""

    def lost(schedule: RotationSchedule, due_on: date) -> None:
        now = clock.utcnow()
        event = RotationEvent(kind=RotationReason.REQUEST, occasion="asked", happened_at=now, opened_at=now)
        session.add(RotationLoss(event=event, schedule=schedule, lost_at=now, due_on=due_on, was=["itself"]))
        settle(session, [schedule], now=now)
        session.commit()

    return lost


def test_it_moves_for_a_reason_that_is_kept(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date
) -> None:
    back = f"/rotations/calendar?month={later:%Y-%m}"
    address = f"{NEW.format(one=due)}&back={back}&to={later + timedelta(2)}"
    answer = client.sign_in(sam).submit(address, reason=WHY)
    session.expire_all()
    assert (due.due_on, due.calendar_on, due.every_days) == (later + timedelta(2), later + timedelta(2), 90)
    [move] = session.scalars(select(RotationMove))
    assert (move.reason, move.by, move.was_on, move.to_on) == (WHY, sam, later, due.due_on)
    assert answer.location == f"{back}&moved={move.id}"
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action == "rotation:schedule:changed"
    assert event.fields["due_on"] == [str(later), str(later + timedelta(2))]
    assert event.fields["reason_digest"] == audit.digest(WHY)
    assert WHY in client.get(f"/rotations/{due.id}").text


def test_why_is_told_to_those_who_may_read_who_gets_in(
    client: PageClient, due: RotationSchedule, sam: Person, ada: Person
) -> None:
    day = str((due.due_on or date.max) + timedelta(1))
    client.sign_in(sam).submit(NEW.format(one=due), to_on=day, reason=WHY)
    text = client.sign_in(ada).get(f"/rotations/{due.id}").text
    assert "Moved in the calendar" in text
    assert WHY not in text


def test_it_is_taken_back_and_only_once(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date
) -> None:
    answer = client.sign_in(sam).submit(NEW.format(one=due), to_on=str(later + timedelta(1)), reason=WHY)
    shown = client.get(answer.location)
    form = Page(shown.text).form("/rotations/calendar/undoings")
    assert client.post(form.action, data=form.values).status_code == 303
    session.expire_all()
    assert (due.due_on, due.calendar_on) == (later, later)
    assert "Take it back" not in client.get(answer.location).text


@pytest.mark.parametrize(("by_hand", "rule"), [(False, "High risk"), (True, None), (False, None)])
def test_taken_back_it_belongs_to_the_rule_again_that_led_to_its_day(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date, by_hand: bool,
    rule: str | None,
) -> None:  # fmt: skip
    due.by_hand, due.planned_by = by_hand, rule
    session.commit()
    answer = client.sign_in(sam).submit(NEW.format(one=due), to_on=str(later + timedelta(1)), reason=WHY)
    session.expire_all()
    assert (due.by_hand, due.planned_by) == (True, None), "meanwhile no rule touches it"
    form = Page(client.get(answer.location).text).form("/rotations/calendar/undoings")
    client.post(form.action, data=form.values)
    session.expire_all()
    assert (due.calendar_on, due.by_hand, due.planned_by) == (later, by_hand, rule)


def test_what_was_given_another_day_since_is_not_taken_back(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date
) -> None:
    answer = client.sign_in(sam).submit(NEW.format(one=due), to_on=str(later + timedelta(1)), reason=WHY)
    form = Page(client.get(answer.location).text).form("/rotations/calendar/undoings")
    client.submit(f"/rotations/{due.id}/schedule", due_on=str(later + timedelta(9)))
    assert client.post(form.action, data=form.values).status_code == 409
    session.expire_all()
    assert due.calendar_on == later + timedelta(9)


def test_of_two_who_move_it_the_second_is_told(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date
) -> None:
    opened = Page(client.sign_in(sam).get(NEW.format(one=due)).text).form("/rotations/calendar/moves")
    client.submit(f"/rotations/{due.id}/schedule", due_on=str(later + timedelta(9)))
    late = client.post(opened.action, data={**opened.values, "to_on": str(later), "reason": WHY})
    assert late.status_code == 409
    assert "Somebody else has changed" in late.text
    session.expire_all()
    assert due.calendar_on == later + timedelta(9)


def test_the_same_form_twice_moves_once(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date
) -> None:
    opened = Page(client.sign_in(sam).get(NEW.format(one=due)).text).form("/rotations/calendar/moves")
    data = {**opened.values, "to_on": str(later + timedelta(1)), "reason": WHY}
    answers = [client.post(opened.action, data=data) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(session.scalars(select(RotationMove)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("reason", "  ", "Say in a few words why"),
        ("to_on", "", "Enter the day"),
        ("to_on", "2020-01-01", "today or a later day"),
        ("to_on", "2199-01-01", "within ten years"),
    ],
)
def test_a_mistake_is_told_and_loses_nothing(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date, field: str, value: str,
    says: str,
) -> None:  # fmt: skip
    values = {"to_on": str(later + timedelta(1)), "reason": WHY, field: value}
    answer = client.sign_in(sam).submit(NEW.format(one=due), **values)
    assert answer.status_code == 422
    assert says in answer.text
    shown = Page(answer.text).form("/rotations/calendar/moves").values
    assert shown["schedule"] == f"{due.id}.{due.version}"
    assert shown["reason"].strip() == values["reason"].strip()
    session.expire_all()
    assert due.calendar_on == later


def test_what_happened_is_not_put_off_and_that_is_said(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, later: date, today: date,
    lose: Callable[[RotationSchedule, date], None],
) -> None:  # fmt: skip
    lose(due, today)
    client.sign_in(sam)
    assert "What happened is not put off" in client.get(NEW.format(one=due)).text
    answer = client.submit(NEW.format(one=due), to_on=str(later + timedelta(30)), reason=WHY)
    session.expire_all()
    assert (due.due_on, due.calendar_on) == (today, later + timedelta(30))
    assert "it stays due by" in client.get(answer.location).text


def test_what_only_an_event_makes_due_has_no_day_to_be_moved(
    client: PageClient, session: Session, due: RotationSchedule, sam: Person, today: date,
    lose: Callable[[RotationSchedule, date], None],
) -> None:  # fmt: skip
    due.every_days = due.calendar_on = None
    lose(due, today)
    answer = client.sign_in(sam).get(NEW.format(one=due))
    assert answer.status_code == 409
    assert "data-schedule" not in client.get("/rotations/calendar").text


def test_unsent_reminders_of_the_old_day_are_taken_back(
    client: PageClient, session: Session, noaa: SocialAccount, put: Schedules, sam: Person, today: date,
    office: Office,
) -> None:  # fmt: skip
    soon = put(noaa, today + timedelta(3))
    now: datetime = clock.utcnow()
    for schedule in session.scalars(owing_a_reminder(now)).all():
        remind_one(session, schedule, now=now, office=office)
    session.commit()
    client.sign_in(sam).submit(NEW.format(one=soon), to_on=str(today + timedelta(90)), reason=WHY)
    states = set(session.scalars(select(Notice.state).where(Notice.subject_id == soon.id)))
    assert NoticeState.OWED not in states
    assert NoticeState.CANCELLED in states


def test_several_that_are_chosen_on_the_page_of_a_day_move_together(
    client: PageClient, session: Session, noaa: SocialAccount, put: Schedules, sam: Person, later: date
) -> None:
    made = [put(noaa, later, what=what) for what in ("password", "api_token")]
    day = client.sign_in(sam).get(f"/rotations/calendar?day={later}").text
    assert all(f'value="{one.id}.{one.version}"' in day for one in made)
    chosen = "&".join(f"schedule={one.id}.{one.version}" for one in made)
    page = client.get(f"/rotations/calendar/moves/new?{chosen}").text
    form = Page(page).form("/rotations/calendar/moves")
    values = {**form.values, "schedule": [f"{one.id}.{one.version}" for one in made]}
    client.post(form.action, data={**values, "to_on": str(later + timedelta(1)), "reason": WHY})
    session.expire_all()
    assert [one.calendar_on for one in made] == [later + timedelta(1)] * 2


def test_who_does_not_schedule_is_offered_no_move(
    client: PageClient, due: RotationSchedule, grace: Person, later: date
) -> None:
    text = client.sign_in(grace).get(f"/rotations/calendar?month={later:%Y-%m}").text
    assert "noaa" in text
    assert "data-schedule" not in text
    assert "data-moves" not in text
