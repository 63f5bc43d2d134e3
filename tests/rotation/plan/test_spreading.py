"""On which day exactly something falls due: many on many days, none on a closed one, always the same."""

from collections import Counter
from datetime import date, timedelta

import pytest

from govdesk.rotation.plan.calendars import Every, Monthly, Yearly
from govdesk.rotation.plan.rule import Due
from govdesk.rotation.plan.spreading import Spreading
from govdesk.rotation.rules import Reminders
from govdesk.working_days import Blackout, WorkingDays

TODAY = date(2027, 3, 1)
WEEK = frozenset(range(5))
OFFICE = WorkingDays(WEEK, country="AT")


def due(spread: int = 1, most: int | None = None) -> Due:
    return Due(Yearly(6, 1), "Because", spread, most)


def places(number: int, how: Due, day: date, days: WorkingDays = OFFICE) -> Counter[date]:
    spreading = Spreading(days, TODAY)
    return Counter(spreading.place(id_, how, day, days.country) for id_ in range(1, number + 1))


def test_five_hundred_accounts_do_not_fall_due_on_one_monday() -> None:
    found = places(500, due(20), date(2027, 6, 7))
    assert len(found) == 20
    assert max(found.values()) <= 27, "25 would be perfectly even"
    assert max(found) <= date(2027, 6, 7), "nobody is later than the calendar says"
    assert not any(OFFICE.why_closed(day, "AT") for day in found)


def test_a_cap_holds_for_every_day() -> None:
    found = places(500, due(20, 25), date(2027, 6, 7))
    assert set(found.values()) == {25}


def test_more_than_the_cap_allows_lie_as_evenly_as_they_can() -> None:
    found = places(500, due(5, 10), date(2027, 6, 7))
    assert max(found.values()) - min(found.values()) <= 1


def test_an_account_has_its_day_whoever_else_there_is() -> None:
    alone = Spreading(OFFICE, TODAY).place(77, due(20), date(2027, 6, 7), "AT")
    among = Spreading(OFFICE, TODAY)
    assert [among.place(id_, due(20), date(2027, 6, 7), "AT") for id_ in range(100)][77] == alone


@pytest.mark.parametrize(
    ("day", "lies_on"),
    [
        (date(2027, 6, 2), date(2027, 6, 2)),
        (date(2027, 5, 6), date(2027, 5, 5)),  # Ascension: the open day before
        (date(2027, 6, 6), date(2027, 6, 4)),  # a Sunday
        (date(2027, 3, 2), date(2027, 3, 2)),
        (date(2027, 3, 1), date(2027, 3, 2)),  # today: there is no day left before
        (date(2026, 9, 1), date(2027, 3, 2)),  # long over
    ],
)
def test_a_closed_day_gives_way_to_the_open_one_before(day: date, lies_on: date) -> None:
    assert places(1, due(), day) == Counter([lies_on])


def test_where_the_way_is_too_short_it_is_spread_over_the_next_days() -> None:
    found = places(100, due(10), date(2027, 3, 3))
    assert len(found) == 10
    assert min(found) == date(2027, 3, 2)


def test_blackouts_back_to_back_are_left_out() -> None:
    one, other = (
        Blackout(date(2027, 5, 1), date(2027, 5, 20), "A"),
        Blackout(date(2027, 5, 21), date(2027, 6, 1), "B"),
    )
    rest = WorkingDays(blackouts=(one, other))
    assert places(1, due(), date(2027, 6, 1), rest) == Counter([date(2027, 4, 30)])


@pytest.mark.parametrize(
    ("calendar", "rotated_on", "next_day"),
    [
        (Every(90), date(2027, 3, 1), date(2027, 5, 30)),
        # Changed on its day, late, or once its reminders had begun: it counts for that day.
        (Yearly(6, 1), date(2027, 6, 1), date(2028, 6, 1)),
        (Yearly(6, 1), date(2027, 7, 9), date(2028, 6, 1)),
        (Yearly(6, 1), date(2027, 5, 2), date(2028, 6, 1)),
        # Long before, because something happened: the day of the calendar stays.
        (Yearly(6, 1), date(2027, 2, 1), date(2027, 6, 1)),
        (Monthly(1), date(2027, 3, 28), date(2027, 5, 1)),
        (Monthly(1), date(2027, 3, 10), date(2027, 4, 1)),
    ],
)
def test_a_change_shortly_before_a_day_counts_for_it(
    calendar: Every | Yearly | Monthly, rotated_on: date, next_day: date
) -> None:
    spreading = Spreading(WorkingDays(), TODAY)
    assert spreading.following(Due(calendar, "Because"), Reminders(), rotated_on, None) == next_day


@pytest.mark.parametrize("month", range(1, 13))
def test_changed_on_its_own_day_of_the_spread_nothing_is_due_again_in_the_same_month(month: int) -> None:
    """Also where weekends and Easter part that day from the calendar's by more days than the rule spreads over."""
    due, weekdays = Due(Monthly(10), "Because", spread_days=3), WorkingDays(frozenset(range(5)), country="AT")
    tenth, before = date(2027, month, 10), Spreading(weekdays, date(2027, month, 1) - timedelta(9))
    for account_id in range(1, 60):
        day = before.place(account_id, due, tenth, "AT")
        following = before.on(day).following(due, Reminders(days_before=(2,)), day, "AT")
        assert following == Monthly(10).next_after(tenth)


@pytest.mark.parametrize(
    ("calendar", "rotated_on", "day"),
    [
        (Every(90), None, TODAY + timedelta(90)),
        (Every(90), date(2027, 2, 1), date(2027, 5, 2)),
        (Every(90), date(2025, 1, 1), date(2025, 4, 1)),  # over: it is placed on the next days
        (Yearly(6, 1), None, date(2027, 6, 1)),
        (Yearly(6, 1), date(2020, 1, 1), date(2027, 6, 1)),
        (Yearly(3, 10), date(2027, 2, 25), date(2028, 3, 10)),  # just changed
    ],
)
def test_a_new_calendar_makes_up_for_no_day_that_has_gone_by(
    calendar: Every | Yearly, rotated_on: date | None, day: date
) -> None:
    spreading = Spreading(WorkingDays(), TODAY)
    assert spreading.first_day(Due(calendar, "Because"), Reminders(), rotated_on, None) == day
