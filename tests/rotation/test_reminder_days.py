"""Which reminder is in force, and when the next goes out: tables of cases, right at the edges."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders, stage_name, stage_of

SHIPPED = Reminders()
RELAXED = Reminders(days_before=(7,), grace_days=2, overdue_every_days=3)
DUE = date(2028, 2, 29)


def utc(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2028, 1, 29), None),
        (date(2028, 1, 30), -30),
        (date(2028, 2, 14), -30),
        (date(2028, 2, 15), -14),
        (date(2028, 2, 22), -7),
        (date(2028, 2, 27), -7),
        (date(2028, 2, 28), -1),
        (date(2028, 2, 29), 0),
        (date(2028, 3, 1), 1),
        (date(2028, 3, 31), 31),
        (date(2029, 3, 1), 366),
    ],
)
def test_the_latest_stage_reached_is_in_force(today: date, stage: int | None) -> None:
    assert SHIPPED.stage_on(DUE, today) == stage


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (date(2020, 1, 1), date(2028, 1, 30)),
        (date(2028, 1, 29), date(2028, 1, 30)),
        (date(2028, 1, 30), date(2028, 2, 15)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 1)),
        (date(2028, 3, 1), date(2028, 3, 2)),
        (date(2028, 12, 31), date(2029, 1, 1)),
    ],
)
def test_the_next_day_is_the_first_later_one(after: date, day: date) -> None:
    assert SHIPPED.next_day(DUE, after) == day


def test_days_of_grace_put_off_being_overdue() -> None:
    days = [date(2028, 2, 29), date(2028, 3, 2), date(2028, 3, 3), date(2028, 3, 5), date(2028, 3, 6)]
    assert [RELAXED.stage_on(DUE, day) for day in days] == [-7, -7, 3, 3, 6]
    assert RELAXED.next_day(DUE, date(2028, 2, 29)) == date(2028, 3, 3)
    assert RELAXED.next_day(DUE, date(2028, 3, 3)) == date(2028, 3, 6)


@pytest.mark.parametrize("reminders", [SHIPPED, RELAXED])
def test_a_new_stage_comes_into_force_on_each_next_day_and_on_no_other(reminders: Reminders) -> None:
    first = date(2027, 12, 1).toordinal()
    days = [date.fromordinal(first + n) for n in range(400)]
    for yesterday, today in pairwise(days):
        changes = reminders.stage_on(DUE, yesterday) != reminders.stage_on(DUE, today)
        assert changes == (reminders.next_day(DUE, yesterday) == today)


@pytest.mark.parametrize("stage", [-30, -7, -1, 0, 1, 45])
def test_a_stage_is_found_again_by_its_name(stage: int) -> None:
    assert stage_of(stage_name(stage)) == stage


@pytest.mark.parametrize(
    ("zone", "due_on", "now", "remind_at"),
    [
        # Summer time begins between today and the reminder, then ends; the office hour stays.
        ("Europe/Vienna", date(2027, 4, 4), utc(2027, 3, 22, 9), utc(2027, 3, 28, 6)),
        ("Europe/Vienna", date(2027, 11, 7), utc(2027, 10, 25, 9), utc(2027, 10, 31, 7)),
        # 29 February, month end, year end.
        ("UTC", date(2028, 3, 1), utc(2028, 2, 24, 9), utc(2028, 2, 29, 8)),
        ("UTC", date(2028, 1, 7), utc(2027, 12, 25, 9), utc(2027, 12, 31, 8)),
        # It is tomorrow in the office already.
        ("Pacific/Auckland", date(2027, 6, 1), utc(2027, 5, 30, 13), utc(2027, 5, 31, 20)),
    ],
)
def test_reminders_go_out_at_eight_in_office_time(
    zone: str, due_on: date, now: datetime, remind_at: datetime
) -> None:
    office = Office(ZoneInfo(zone), SHIPPED)
    stage = SHIPPED.stage_on(due_on, office.today(now))
    assert stage is not None
    assert office.remind_at(due_on, stage_name(stage), now) == remind_at


def test_a_stage_in_force_that_nobody_was_told_of_is_owed_at_once() -> None:
    now = utc(2027, 3, 1, 9)
    assert Office(ZoneInfo("UTC"), SHIPPED).remind_at(date(2027, 3, 5), "14", now) == now
