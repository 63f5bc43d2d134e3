"""Many entries over many days: none crowded, the same each time."""

from collections import Counter
from datetime import date, timedelta

from govdesk.rotation.calendar.spreading import days_to_choose, spread

MONDAY = date(2027, 1, 4)


def test_five_hundred_over_a_year_of_working_days_are_two_a_day_at_most() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(363), skips_weekends=True)
    chosen = Counter(spread([days] * 500, {}))
    assert (max(chosen.values()), len(chosen)) == (2, 260)
    assert not [day for day in chosen if day.weekday() > 4]


def test_days_that_have_much_already_get_less() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(2), skips_weekends=False)
    chosen = spread([days] * 4, {MONDAY: 3, MONDAY + timedelta(1): 1})
    assert chosen == [MONDAY + timedelta(1)] * 2 + [MONDAY + timedelta(2)] * 2


def test_the_same_question_has_the_same_answer_in_the_order_of_days() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(30), skips_weekends=True)
    found = spread([days] * 70, {MONDAY: 2})
    assert found == spread([days] * 70, {MONDAY: 2}) == sorted(found)


def test_nothing_but_a_weekend_leaves_no_day() -> None:
    saturday = MONDAY + timedelta(5)
    assert days_to_choose(saturday, saturday + timedelta(1), skips_weekends=True) == []
    assert spread([], {}) == []


def test_entries_that_may_get_other_days_share_the_load() -> None:
    first, second = [MONDAY, MONDAY + timedelta(1)], [MONDAY + timedelta(1), MONDAY + timedelta(2)]
    chosen = spread([first, second, first, second, first, second], {})
    assert all(day in days for day, days in zip(chosen, [first, second] * 3, strict=True))
    assert sorted(Counter(chosen).values()) == [2, 2, 2]
    assert chosen[0] <= chosen[2] <= chosen[4]
