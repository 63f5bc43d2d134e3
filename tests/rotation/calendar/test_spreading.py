"""Many entries over many days: none crowded, the same each time."""

from collections import Counter
from datetime import date, timedelta

from govdesk.rotation.calendar.spreading import days_to_choose, spread

MONDAY = date(2027, 1, 4)


def test_five_hundred_over_a_year_of_working_days_are_two_a_day_at_most() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(363), skips_weekends=True)
    chosen = Counter(spread(500, days, {}))
    assert (max(chosen.values()), len(chosen)) == (2, 260)
    assert not [day for day in chosen if day.weekday() > 4]


def test_days_that_have_much_already_get_less() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(2), skips_weekends=False)
    chosen = spread(4, days, {MONDAY: 3, MONDAY + timedelta(1): 1})
    assert chosen == [MONDAY + timedelta(1)] * 2 + [MONDAY + timedelta(2)] * 2


def test_the_same_question_has_the_same_answer_in_the_order_of_days() -> None:
    days = days_to_choose(MONDAY, MONDAY + timedelta(30), skips_weekends=True)
    assert spread(70, days, {MONDAY: 2}) == spread(70, days, {MONDAY: 2}) == sorted(spread(70, days, {MONDAY: 2}))


def test_nothing_but_a_weekend_leaves_no_day() -> None:
    saturday = MONDAY + timedelta(5)
    assert days_to_choose(saturday, saturday + timedelta(1), skips_weekends=True) == []
    assert spread(0, [], {}) == []
