"""On which days a calendar makes something due: month ends, leap days, and what no calendar says."""

from datetime import date

import pytest

from govdesk.rotation.plan.calendars import Every, read_calendar


@pytest.mark.parametrize(
    ("said", "after", "day"),
    [
        ("monthly 1", "2027-01-31", "2027-02-01"),
        ("monthly day 1", "2027-02-01", "2027-03-01"),
        ("monthly 1", "2027-12-01", "2028-01-01"),
        ("monthly 31", "2027-01-31", "2027-02-28"),
        ("monthly 31", "2028-01-31", "2028-02-29"),
        ("monthly 31", "2027-02-28", "2027-03-31"),
        ("monthly last", "2027-04-29", "2027-04-30"),
        ("Monthly  last day", "2027-04-30", "2027-05-31"),
        ("monthly 30", "2027-02-28", "2027-03-30"),
        ("yearly 03-01", "2027-02-28", "2027-03-01"),
        ("yearly 03-01", "2027-03-01", "2028-03-01"),
        ("yearly 02-29", "2027-02-01", "2027-02-28"),
        ("yearly 02-29", "2027-02-28", "2028-02-29"),
        ("yearly 02-29", "2028-02-28", "2028-02-29"),
        ("yearly 12-31", "2027-12-31", "2028-12-31"),
        ("0 0 1 1,7 *", "2027-01-01", "2027-07-01"),
        # A month without the day is passed over, as cron does.
        ("0 0 31 * *", "2027-01-31", "2027-03-31"),
        ("0 0 L * *", "2028-02-01", "2028-02-29"),
        ("0 0 * * MON#1", "2027-03-01", "2027-04-05"),
        ("0 0 29 2 *", "2027-01-01", "2028-02-29"),
    ],
)
def test_the_next_day_is_the_first_later_one(said: str, after: str, day: str) -> None:
    assert read_calendar(said).next_after(date.fromisoformat(after)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("days", "after", "day"),
    [
        (90, "2027-03-01", "2027-05-30"),
        (1, "2028-02-28", "2028-02-29"),
        (365, "2027-03-01", "2028-02-29"),
        # The clocks change on the way: a day is a day.
        (1, "2027-03-27", "2027-03-28"),
        (1, "2027-10-31", "2027-11-01"),
    ],
)
def test_a_period_counts_days(days: int, after: str, day: str) -> None:
    assert Every(days).next_after(date.fromisoformat(after)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("now and then", "no calendar"),
        ("monthly 0", "no such day"),
        ("monthly 32", "no such day"),
        ("yearly 13-01", "no day of the year"),
        ("yearly 02-30", "no day of the year"),
        ("0 8 1 * *", "begin with 0 0"),
        ("0 0 1 99 *", "no cron expression"),
        ("0 0 30 2 *", "no"),
    ],
)
def test_what_is_no_calendar_is_told_so(said: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_calendar(said)
