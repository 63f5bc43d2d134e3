"""A credential is stale while somebody who knew it lost access after its last rotation: nothing else ends that."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.actions import Terms, change_schedule, record_rotation, schedule_rotation
from govdesk.rotation.former import held_before
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import owed, owing_a_reminder
from govdesk.rotation.reminding import remind_one
from tests.conftest import NOW, VIENNA

TODAY, SEPTEMBER = NOW.date(), date(2027, 9, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Lose = Callable[..., RotationEvent]
Rotate = Callable[..., None]


@pytest.fixture
def lose(session: Session, noaa: SocialAccount, office: Office) -> Lose:
    """`lose(NOW - DAY)` has the password known to a stranger since then; told now."""

    def lose(
        at: datetime = NOW, told: datetime = NOW, kind: RotationReason = RotationReason.REQUEST,
        touched: Touched | None = None, **more: object,
    ) -> RotationEvent:  # fmt: skip
        occasion = f"{kind}:{at}:{more.pop('number', 1)}"
        what = Happening(kind, occasion, at, told, office.today(told), VIENNA, **more)  # type: ignore[arg-type]
        event = open_event(session, what, [touched or Touched(noaa.id, "password", frozenset({Was.ITSELF}))])
        assert event is not None
        session.commit()
        return event

    return lose


@pytest.fixture
def rotate(session: Session, schedule: RotationSchedule, ada: Person, office: Office) -> Rotate:
    """`rotate(NOW + HOUR)`; with `on=` only the day is known."""

    def rotate(at: datetime | None = None, *, on: date | None = None, now: datetime | None = None) -> None:
        now = now or at or NOW
        day = on or office.today(at or now)
        record_rotation(
            session, schedule, rotated_on=day, rotated_at=at, by=ada, form_key=None, now=now, office=office
        )
        session.commit()

    return rotate


def is_stale(schedule: RotationSchedule) -> bool:
    return schedule.reason is not RotationReason.SCHEDULED


CASES = [
    # What is told when, what was rotated when and recorded when, in the order of recording; is it stale afterwards?
    pytest.param([("lost", 0), ("rotated", 1)], False, id="lost, then changed"),
    pytest.param([("rotated", -1), ("lost", 0)], True, id="changed, then lost"),
    pytest.param([("lost", 0), ("rotated", -1)], True, id="changed before it was lost, recorded after"),
    pytest.param([("rotated", -24), ("lost", -168)], False, id="lost last week, changed yesterday, told today"),
    pytest.param([("rotated", -200), ("lost", -168)], True, id="changed before that week"),
    pytest.param([("lost", -168), ("rotated", -24)], False, id="lost last week, told then; changed yesterday"),
    pytest.param([("lost", 0), ("rotated", 1), ("lost", 2)], True, id="lost once more"),
    pytest.param([("lost", 0), ("lost", 2), ("rotated", 1)], True, id="changed between two losses"),
    pytest.param([("lost", 0), ("lost", 2), ("rotated", 3)], False, id="changed after both"),
    pytest.param([("lost", 0), ("day", 0)], True, id="changed on the day it was lost"),
    pytest.param([("lost", -24), ("day", 0)], False, id="lost yesterday, changed on this day"),
    pytest.param([("day", -24), ("lost", -168)], False, id="changed on a later day, told late"),
    pytest.param([("day", -168), ("lost", -168)], True, id="changed on that day, told late"),
]


@pytest.mark.parametrize(("story", "stale"), CASES)
def test_moments_are_compared_whatever_was_told_first(
    schedule: RotationSchedule, lose: Lose, rotate: Rotate, office: Office, story: list[tuple[str, int]], stale: bool
) -> None:
    for number, (what, hours) in enumerate(story):
        at = NOW + timedelta(hours=hours)
        recorded = max(at, NOW)
        if what == "lost":
            lose(at, told=recorded, number=number)
        elif what == "rotated":
            rotate(at, now=recorded)
        else:
            rotate(on=office.today(at), now=recorded)
    assert is_stale(schedule) is stale


def test_neither_a_later_day_nor_another_person_nor_a_period_ends_it_or_puts_it_off(
    session: Session, schedule: RotationSchedule, lose: Lose, sam: Person, olu: Person, office: Office
) -> None:
    lose()
    for terms in (Terms(SEPTEMBER), Terms(SEPTEMBER, 30), Terms(None), Terms(SEPTEMBER, 30, olu)):
        change_schedule(session, schedule, terms, by=sam, now=NOW, office=office)
        assert (schedule.due_on, schedule.reason, schedule.calendar_on) == (
            TODAY, RotationReason.REQUEST, terms.due_on,
        )  # fmt: skip
    again = schedule_rotation(session, schedule.account, "password", Terms(SEPTEMBER, 30, olu), by=sam, now=NOW,
                              office=office)  # fmt: skip
    assert (again, again.due_on) == (schedule, TODAY)


def test_an_earlier_day_of_the_calendar_stays_the_day(
    session: Session, schedule: RotationSchedule, lose: Lose, sam: Person, office: Office
) -> None:
    late = TODAY - timedelta(days=5)
    change_schedule(session, schedule, Terms(late, 90), by=sam, now=NOW, office=office)
    lose()
    assert (schedule.due_on, schedule.reason) == (late, RotationReason.REQUEST)


@pytest.mark.parametrize(("every_days", "comes_back"), [(90, TODAY + timedelta(days=90)), (None, date(2027, 3, 11))])
def test_once_it_is_changed_the_calendar_counts_again(
    session: Session, schedule: RotationSchedule, lose: Lose, rotate: Rotate, every_days: int | None,
    comes_back: date,
) -> None:  # fmt: skip
    schedule.every_days = every_days
    lose()
    rotate(NOW + HOUR)
    assert (schedule.due_on, schedule.reason) == (comes_back, RotationReason.SCHEDULED)


def test_told_twice_it_is_one_event(session: Session, lose: Lose, schedule: RotationSchedule) -> None:
    assert lose().id == lose().id
    assert len(session.scalars(select(RotationLoss)).all()) == 1


def test_the_most_urgent_reason_is_told(schedule: RotationSchedule, lose: Lose) -> None:
    for kind in (RotationReason.MOVER, RotationReason.COMPROMISE, RotationReason.LEAVER):
        lose(kind=kind)
    assert schedule.reason is RotationReason.COMPROMISE


def test_each_of_several_of_a_kind_is_a_change_of_its_own(session: Session, noaa: SocialAccount, lose: Lose) -> None:
    for line in (7, 9):
        lose(number=line, touched=Touched(noaa.id, "connected_tool", frozenset({Was.TOOL}), line))
    tools = session.scalars(select(RotationSchedule).where(RotationSchedule.credential == "connected_tool")).all()
    assert [tool.credential_name for tool in tools] == ["Connected tool no. 7", "Connected tool no. 9"]


def test_one_of_a_kind_falls_due_in_the_schedule_that_security_made(
    session: Session, noaa: SocialAccount, lose: Lose, sam: Person, office: Office
) -> None:
    made = schedule_rotation(session, noaa, "connected_tool", Terms(SEPTEMBER), by=sam, now=NOW, office=office)
    event = lose(touched=Touched(noaa.id, "connected_tool", frozenset({Was.TOOL}), 7))
    assert [(loss.schedule, loss.line_id) for loss in event.losses] == [(made, 7)]


def test_lost_changed_and_lost_again_on_one_day_is_told_twice(
    session: Session, schedule: RotationSchedule, lose: Lose, rotate: Rotate, office: Office
) -> None:
    def remind(now: datetime) -> None:
        for owing in session.scalars(owing_a_reminder(now)).all():
            remind_one(session, owing, now=now, office=office)
        session.execute(update(Notice).where(Notice.state == NoticeState.OWED).values(state=NoticeState.SENT))
        session.commit()

    lose()
    remind(NOW)
    rotate(NOW + HOUR)
    lose(NOW + 2 * HOUR, told=NOW + 2 * HOUR)
    remind(NOW + 2 * HOUR)
    remind(NOW + 3 * HOUR)
    keys = session.scalars(select(Notice.key).where(Notice.person_id.is_not(None), Notice.stage == "0")).all()
    assert len(keys) == 2


def test_a_change_that_does_not_end_it_takes_no_reminder_back_that_waits_to_be_sent(
    session: Session, schedule: RotationSchedule, lose: Lose, rotate: Rotate, ada: Person, olu: Person, office: Office
) -> None:
    session.add(Custodianship(account_id=schedule.account_id, person_id=olu.id, since_on=date(2026, 1, 1)))
    session.commit()
    session.expire(schedule.account)

    def waiting() -> set[int | None]:
        for owing in session.scalars(owing_a_reminder(NOW)).all():
            remind_one(session, owing, now=NOW, office=office)
        session.commit()
        return set(session.scalars(select(Notice.person_id).where(Notice.state == NoticeState.OWED)))

    lose()
    before = waiting()
    assert before == {ada.id, olu.id, None}
    rotate(on=TODAY)
    assert schedule.due_on == TODAY
    assert waiting() == before


@pytest.mark.parametrize(("days", "knows"), [(-1, True), (0, True), (1, False)])
def test_whoever_held_it_before_knows_it_until_a_later_day(
    session: Session, noaa: SocialAccount, schedule: RotationSchedule, olu: Person, days: int, knows: bool
) -> None:
    ended_on = date(2027, 2, 15)
    held = Custodianship(account_id=noaa.id, person_id=olu.id, since_on=date(2026, 1, 1), ended_on=ended_on)
    session.add(held)
    schedule.rotated_on = ended_on + timedelta(days=days)
    session.flush()
    found = list(held_before(session, olu, VIENNA, NOW))
    assert [touched.was for touched in found] == ([{Was.FORMER}] if knows else [])


def test_of_what_nobody_uses_any_more_it_is_recorded_and_not_asked_for(
    session: Session, noaa: SocialAccount, lose: Lose
) -> None:
    noaa.state = AccountState.RETIRED
    session.commit()
    [loss] = lose().losses
    assert (loss.cleared_by, loss.schedule.due_on) == (None, TODAY)
    assert session.scalars(owed()).all() == []
