"""A reminder goes out on the days of its rhythm, at eight in office time."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from govdesk.rotation.audience.actions import moment_of
from govdesk.rotation.audience.rules import Rhythm, Unit
from tests.conftest import VIENNA

JAN_31 = date(2027, 1, 31)
LEAP = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm(JAN_31), ["2027-01-31"]),
        (Rhythm(JAN_31, Unit.DAYS, 1), ["2027-01-31", "2027-02-01", "2027-02-02"]),
        (Rhythm(JAN_31, Unit.WEEKS, 2), ["2027-01-31", "2027-02-14", "2027-02-28"]),
        # The last day of a short month, and back to the 31st in a long one.
        (Rhythm(JAN_31, Unit.MONTHS, 1), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (Rhythm(JAN_31, Unit.MONTHS, 13), ["2027-01-31", "2028-02-29", "2029-03-31"]),
        (Rhythm(LEAP, Unit.MONTHS, 12), ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        (Rhythm(JAN_31, Unit.MONTHS, 1, date(2027, 3, 30)), ["2027-01-31", "2027-02-28"]),
        (Rhythm(JAN_31, Unit.DAYS, 7, JAN_31), ["2027-01-31"]),
    ],
)
def test_days_are_counted_from_the_first(rhythm: Rhythm, days: list[str]) -> None:
    assert [day.isoformat() for day in rhythm.coming(rhythm.first_on, len(days))] == days


@pytest.mark.parametrize(
    ("rhythm", "today", "latest", "coming"),
    [
        (Rhythm(JAN_31), "2027-01-30", None, "2027-01-31"),
        (Rhythm(JAN_31), "2027-01-31", "2027-01-31", "2027-01-31"),
        (Rhythm(JAN_31), "2027-03-01", "2027-01-31", None),
        (Rhythm(JAN_31, Unit.MONTHS, 1), "2027-02-27", "2027-01-31", "2027-02-28"),
        (Rhythm(JAN_31, Unit.MONTHS, 1), "2027-02-28", "2027-02-28", "2027-02-28"),
        (Rhythm(JAN_31, Unit.MONTHS, 1), "2027-12-30", "2027-11-30", "2027-12-31"),
        (Rhythm(JAN_31, Unit.MONTHS, 3), "2027-12-30", "2027-10-31", "2028-01-31"),
        (Rhythm(JAN_31, Unit.DAYS, 10), "2027-02-11", "2027-02-10", "2027-02-20"),
        (Rhythm(JAN_31, Unit.WEEKS, 1, date(2027, 2, 14)), "2027-05-01", "2027-02-14", None),
        (Rhythm(JAN_31, Unit.DAYS, 366), "9999-12-31", "9999-08-02", None),
    ],
)
def test_the_day_in_force_and_the_next(rhythm: Rhythm, today: str, latest: str | None, coming: str | None) -> None:
    day = date.fromisoformat(today)
    found = rhythm.latest_until(day), rhythm.next_from(day)
    assert [one.isoformat() if one else None for one in found] == [latest, coming]


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WEEKS, Unit.MONTHS])
@pytest.mark.parametrize("every", [1, 2, 5, 11, 13])
def test_whatever_day_is_asked_about_its_days_are_the_same(unit: Unit, every: int) -> None:
    rhythm = Rhythm(JAN_31, unit, every)
    days = rhythm.coming(JAN_31, 40)
    for before, after in pairwise(days):
        assert rhythm.latest_until(before) == before == rhythm.next_from(before)
        between = before + (after - before) / 2
        if before < between < after:
            assert (rhythm.latest_until(between), rhythm.next_from(between)) == (before, after)


@pytest.mark.parametrize(
    ("day", "hour"),
    [("2027-03-27", 7), ("2027-03-28", 6), ("2027-10-30", 6), ("2027-10-31", 7)],
)
def test_it_is_eight_in_the_office_also_when_the_clocks_change(day: str, hour: int) -> None:
    on = date.fromisoformat(day)
    assert moment_of(on, VIENNA) == datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
