"""Whether a rotation ends a loss is a matter of moments: a table of cases."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from govdesk import clock
from govdesk.rotation.moments import clears, counts_from, lost_by

VIENNA, HAVANA = ZoneInfo("Europe/Vienna"), ZoneInfo("America/Havana")
MONDAY, TUESDAY = date(2027, 3, 1), date(2027, 3, 2)
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """A moment in Vienna."""
    return datetime.combine(day, time(hour, minute), VIENNA).astimezone(UTC)


@pytest.mark.parametrize(
    ("lost_at", "rotated_on", "rotated_at", "ends_it"),
    [
        pytest.param(at(10), MONDAY, at(10, 1), True, id="a minute later"),
        pytest.param(at(10), MONDAY, at(10), False, id="the very moment"),
        pytest.param(at(10), MONDAY, at(9, 59), False, id="a minute earlier"),
        pytest.param(at(10), MONDAY, None, False, id="the same day, nobody knows when"),
        pytest.param(at(0), MONDAY, None, False, id="the first moment of that day"),
        pytest.param(at(23, 59), TUESDAY, None, True, id="the next day, nobody knows when"),
        pytest.param(at(0, 30, TUESDAY), TUESDAY, None, False, id="past midnight here, still Monday in UTC"),
        pytest.param(at(10), date(2027, 2, 28), None, False, id="the day before, told of later"),
        pytest.param(at(10, day=date(2027, 2, 22)), date(2027, 2, 26), None, True, id="lost a week ago, told today"),
        pytest.param(at(10, day=date(2028, 2, 28)), date(2028, 2, 29), None, True, id="a leap day"),
        pytest.param(at(10, day=date(2027, 12, 31)), date(2028, 1, 1), None, True, id="a new year"),
    ],
)
def test_only_what_is_sure_to_be_later_counts(
    lost_at: datetime, rotated_on: date, rotated_at: datetime | None, ends_it: bool
) -> None:
    assert clears(counts_from(rotated_on, rotated_at, VIENNA), lost_at) is ends_it


@pytest.mark.parametrize(
    ("tz", "day", "begins"),
    [
        (VIENNA, date(2027, 3, 28), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (VIENNA, date(2027, 3, 29), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (VIENNA, date(2027, 10, 31), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        (VIENNA, date(2027, 11, 1), datetime(2027, 10, 31, 23, tzinfo=UTC)),
        (HAVANA, date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
def test_days_begin_in_office_time_also_when_the_clocks_change(tz: ZoneInfo, day: date, begins: datetime) -> None:
    assert counts_from(day, None, tz) == begins


@pytest.mark.parametrize(
    ("tz", "day", "at", "latest"),
    [
        pytest.param(VIENNA, MONDAY, None, at(0, day=TUESDAY), id="the end of the day"),
        pytest.param(VIENNA, MONDAY, time(10, 30), at(10, 30), id="a time"),
        pytest.param(VIENNA, date(2027, 3, 28), None, datetime(2027, 3, 28, 22, tzinfo=UTC), id="a day of 23 hours"),
        pytest.param(
            VIENNA, date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), id="two of it"
        ),
        pytest.param(HAVANA, date(2026, 3, 7), None, datetime(2026, 3, 8, 5, tzinfo=UTC), id="no midnight"),
        pytest.param(HAVANA, date(2026, 10, 31), None, datetime(2026, 11, 1, 5, tzinfo=UTC), id="two midnights"),
        pytest.param(VIENNA, date(2027, 6, 1), None, LATER, id="today: not after now"),
    ],
)
def test_what_is_known_by_its_day_happened_by_the_end_of_it(
    tz: ZoneInfo, day: date, at: time | None, latest: datetime
) -> None:
    assert lost_by(day, at, tz, LATER) == latest


def test_of_a_time_that_came_twice_a_change_counts_from_the_first_and_a_loss_to_the_second() -> None:
    day = date(2027, 10, 31)
    first, second = (clock.office_moment(day, time(2, 30), VIENNA, late=late) for late in (False, True))
    assert (first.hour, second.hour) == (0, 1)
