"""When an office is open: weekdays, hours, public holidays and blackouts, also across a change of the clocks."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from govdesk.working_days import Blackout, WorkingDays, holiday, is_place

VIENNA = ZoneInfo("Europe/Vienna")
MONDAY_TO_FRIDAY = frozenset(range(5))
BACK_TO_BACK = (
    Blackout(date(2026, 12, 21), date(2026, 12, 31), "Freeze"),
    Blackout(date(2027, 1, 1), date(2027, 1, 3), "Holidays"),
)
AT_WORK = WorkingDays(MONDAY_TO_FRIDAY, time(9), time(17), "AT", {"paris": "FR"}, BACK_TO_BACK)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def test_an_office_that_says_nothing_is_always_open() -> None:
    at_night = utc(12, 25, 2)
    assert WorkingDays().is_always_open
    assert WorkingDays().open_moment(at_night, None, VIENNA) == at_night


@pytest.mark.parametrize(
    ("now", "place", "opens"),
    [
        (utc(3, 1, 10), "AT", utc(3, 1, 10)),
        # Before and after hours, over a week-end on which summer time begins.
        (utc(3, 1, 5), "AT", utc(3, 1, 8)),
        (utc(3, 1, 16), "AT", utc(3, 2, 8)),
        (utc(3, 26, 16, 30), "FR", utc(3, 30, 7)),  # Easter Monday lies between
        # The last minute, and the first that is none.
        (utc(3, 2, 15, 59), "AT", utc(3, 2, 15, 59)),
        (utc(3, 2, 16, 0), "AT", utc(3, 3, 8)),
        # 26 October is a holiday in Austria and not in France.
        (utc(10, 26, 9), "AT", utc(10, 27, 7)),
        (utc(10, 26, 9), "FR", utc(10, 26, 9)),
        # Winter time begins over the week-end.
        (utc(10, 29, 16), "FR", utc(11, 2, 8)),  # All Saints' is a Monday
    ],
)
def test_what_comes_while_it_is_closed_waits_for_the_next_opening(now: datetime, place: str, opens: datetime) -> None:
    assert AT_WORK.open_moment(now, place, VIENNA) == opens


@pytest.mark.parametrize(
    ("day", "open_day"),
    [
        (date(2026, 12, 20), date(2027, 1, 4)),  # a Sunday, then two blackouts back to back
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 1, 4), date(2027, 1, 4)),
        (date(2027, 1, 6), date(2027, 1, 7)),  # Epiphany
        (date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_a_closed_day_is_followed_by_the_next_open_one(day: date, open_day: date) -> None:
    assert AT_WORK.open_day(day, "AT") == open_day


def test_a_blackout_says_why_in_its_own_words() -> None:
    assert AT_WORK.why_closed(date(2026, 12, 24), "AT") == "Freeze"
    assert AT_WORK.why_closed(date(2027, 1, 9), "AT") == "no working day"
    assert AT_WORK.why_closed(date(2027, 1, 11), "AT") is None


def test_a_year_of_rest_holds_nobody_up_for_ever() -> None:
    closed = WorkingDays(blackouts=(Blackout(date(2027, 1, 1), date(2029, 1, 1), "Closed"),))
    assert closed.open_day(date(2027, 1, 1), None) == date(2027, 1, 1)


def test_parts_of_a_country_have_holidays_of_their_own() -> None:
    assert holiday(date(2027, 4, 16), "US-DC") is not None  # Emancipation Day
    assert holiday(date(2027, 4, 16), "US") is None
    assert is_place("US-DC")
    assert not is_place("US-XX")
    assert not is_place("Narnia")
