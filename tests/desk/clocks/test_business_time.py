"""Business time in calendars: the peers' cases, the change of the clocks, holidays, and what always holds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.desk.clocks.hours import ALL_DAY, Calendar, NeverOpen, Week, Window
from govdesk.working_days import Blackout

HOUR = timedelta(hours=1)


def window(begins: float, ends: float) -> Window:
    return Window(begins * HOUR, ends * HOUR)


def workdays(*windows: Window) -> Week:
    return (*([windows] * 5), (), ())


def calendar(week: Week, zone: str = "Europe/Vienna", place: str | None = None, *closed: Blackout) -> Calendar:
    return Calendar("office", "Office", ZoneInfo(zone), week, place, closed)


def at(text: str, zone: str = "Europe/Vienna") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NINE_TO_FIVE = calendar(workdays(window(9, 17)))
EVERY_NIGHT = ((window(2, 3),),) * 7


def test_an_hour_from_friday_half_past_four_is_monday_half_past_nine() -> None:
    assert NINE_TO_FIVE.add_business(at("2027-03-05T16:30"), HOUR) == at("2027-03-08T09:30")


def test_four_hours_from_monday_five_are_tuesday_eleven_and_an_hour_before_that_is_ten() -> None:
    long_days = calendar(workdays(window(8, 18)))
    created = at("2027-03-01T17:00")
    assert long_days.add_business(created, 4 * HOUR) == at("2027-03-02T11:00")
    assert long_days.add_business(created, 3 * HOUR) == at("2027-03-02T10:00")


def test_two_days_off_make_six_days_of_forty_eight_hours() -> None:
    """48 h at 12 h a day, created after hours, with two days off on the way."""
    off = Blackout(date(2027, 3, 2), date(2027, 3, 3), "two days of the feed")
    twelve_a_day = calendar(((window(8, 20),),) * 7, "Europe/Vienna", None, off)
    created = at("2027-03-01T21:00")
    due = twelve_a_day.add_business(created, 48 * HOUR)
    assert due == at("2027-03-07T20:00")
    assert twelve_a_day.local_day(due) - twelve_a_day.local_day(created) == timedelta(days=6)


@pytest.mark.parametrize(
    ("zone", "day", "begins", "ends", "hours"),
    [
        ("Europe/Vienna", "2027-03-28", 2, 3, 0),  # the hour that is skipped
        ("Europe/Vienna", "2027-10-31", 2, 3, 2),  # the hour that comes twice
        ("Europe/Vienna", "2027-03-28", 2.5, 5, 2),
        ("Europe/Vienna", "2027-10-31", 1, 2.5, 2),
        ("Europe/Vienna", "2027-10-31", 2.5, 4, 2),
        ("Europe/Vienna", "2027-03-28", 0, 24, 23),
        ("Europe/Vienna", "2027-10-31", 0, 24, 25),
        ("America/New_York", "2027-03-14", 2, 3, 0),
        ("America/New_York", "2027-11-07", 1, 2, 2),
        ("America/New_York", "2027-11-07", 9, 17, 8),
        ("Australia/Lord_Howe", "2027-10-03", 2, 3, 0.5),  # their summer time is half an hour
        ("Australia/Lord_Howe", "2027-04-04", 1, 2, 1.5),
        ("America/Havana", "2027-03-14", 0, 1, 0),  # skipped right at midnight
        ("America/Havana", "2027-11-07", 0, 1, 2),
        ("Africa/Cairo", "2027-10-28", 23, 24, 2),  # back over midnight: the evening is longer
        ("Asia/Kolkata", "2027-03-28", 2, 3, 1),
        ("Pacific/Apia", "2011-12-30", 0, 24, 0),  # a day that never was
        ("Europe/Vienna", "2028-02-29", 0, 24, 24),
    ],
)
def test_a_window_counts_the_time_that_passes_in_it(
    zone: str, day: str, begins: float, ends: float, hours: float
) -> None:
    open_daily = calendar(((window(begins, ends),),) * 7, zone)
    assert sum((one.length for one in open_daily.open_on(date.fromisoformat(day))), timedelta()) == hours * HOUR


def test_a_window_that_the_clocks_go_back_into_is_two_stretches() -> None:
    [first, second] = calendar(((window(1, 2.5),),) * 7).open_on(date(2027, 10, 31))
    assert (first.length, second.length) == (1.5 * HOUR, 0.5 * HOUR)
    assert second.begins - first.ends == HOUR / 2


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2027-03-27T02:30", 1, "2027-03-29T02:30"),  # the night between has no such hour
        ("2027-10-30T02:30", 1, "2027-10-31T02:30"),
        ("2027-10-30T02:30", 2, "2027-10-31T02:30+01:00"),  # the second half past two of that night
        ("2028-02-28T02:30", 1, "2028-02-29T02:30"),
    ],
)
def test_what_is_due_at_night_when_the_clocks_change(start: str, hours: int, due: str) -> None:
    expected = datetime.fromisoformat(due)
    expected = expected.astimezone(UTC) if expected.tzinfo else at(due)
    assert calendar(EVERY_NIGHT).add_business(at(start), hours * HOUR) == expected


def test_public_holidays_and_days_of_ones_own_are_passed_over_and_named() -> None:
    off = Blackout(date(2027, 3, 30), date(2027, 3, 30), "Stocktaking")
    austrian = calendar(workdays(window(9, 17)), "Europe/Vienna", "AT", off)
    assert austrian.why_closed(date(2027, 3, 29)) in ("Easter Monday", "Ostermontag")
    assert austrian.why_closed(date(2027, 3, 30)) == "Stocktaking"
    assert austrian.add_business(at("2027-03-26T16:00"), 2 * HOUR) == at("2027-03-31T10:00")


def test_a_day_may_have_a_break() -> None:
    with_lunch = calendar(workdays(window(9, 12), window(13, 17)))
    assert with_lunch.add_business(at("2027-03-01T11:30"), HOUR) == at("2027-03-01T13:30")
    assert with_lunch.business_between(at("2027-03-01T11:00"), at("2027-03-01T14:00")) == 2 * HOUR
    assert with_lunch.opens_at(at("2027-03-01T12:15")) == at("2027-03-01T13:00")


def test_the_end_of_a_window_is_not_part_of_it() -> None:
    assert NINE_TO_FIVE.opens_at(at("2027-03-05T16:59")) == at("2027-03-05T16:59")
    assert NINE_TO_FIVE.opens_at(at("2027-03-05T17:00")) == at("2027-03-08T09:00")
    assert NINE_TO_FIVE.add_business(at("2027-03-05T16:00"), HOUR) == at("2027-03-05T17:00")


@pytest.mark.parametrize(
    ("week", "reason"),
    [
        (((),) * 7, "at least one day"),
        (workdays(window(9, 12), window(11, 17)), "overlap"),
        (workdays(window(9, 9)), "end after it begins"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(week: Week, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        calendar(week)


def test_the_search_ends_after_five_years() -> None:
    shut = Blackout(date(2027, 1, 1), date(2040, 1, 1), "closed down")
    closed_down, start = calendar(workdays(window(9, 17)), "Europe/Vienna", None, shut), at("2027-03-01T09:00")
    with pytest.raises(NeverOpen):
        closed_down.add_business(start, HOUR)
    with pytest.raises(NeverOpen):
        closed_down.opens_at(start)


def test_round_the_clock_is_time_as_it_passes() -> None:
    always = calendar(((ALL_DAY,),) * 7)
    assert always.is_always_open
    assert always.add_business(at("2027-03-27T23:00"), 4 * HOUR) == at("2027-03-28T04:00")  # a short night
    counted = sum(
        (one.length for one in always.stretches(at("2027-03-27T23:00"), at("2027-03-28T04:00"))), timedelta()
    )
    assert counted == always.business_between(at("2027-03-27T23:00"), at("2027-03-28T04:00")) == 4 * HOUR


ZONES = st.sampled_from(
    ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Asia/Kolkata"]
)
HALF_HOURS = st.lists(st.integers(0, 48), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    def windows() -> tuple[Window, ...]:
        edges = draw(HALF_HOURS)
        return tuple(window(a / 2, b / 2) for a, b in zip(edges[::2], edges[1::2], strict=False))

    return calendar(tuple(windows() for _ in range(7)), draw(ZONES), draw(st.sampled_from([None, "AT", "US-DC"])))


MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
AMOUNTS = st.integers(1, 60 * 100).map(lambda minutes: timedelta(minutes=minutes))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(calendars(), MOMENTS, AMOUNTS)
def test_adding_and_measuring_agree(some: Calendar, start: datetime, amount: timedelta) -> None:
    due = some.add_business(start, amount)
    assert some.business_between(start, due) == amount
    # It is the first such moment.
    assert some.business_between(start, due - timedelta(seconds=1)) < amount
    # In two steps it is the same.
    assert some.add_business(some.add_business(start, amount / 2), amount - amount / 2) == due


@settings(derandomize=True, max_examples=60, deadline=None)
@given(calendars(), MOMENTS, MOMENTS, MOMENTS)
def test_parts_add_up_and_no_moment_counts_twice(some: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, min(c, a + timedelta(days=90))))
    last = min(last, first + timedelta(days=90))
    middle = min(middle, last)
    whole = some.business_between(first, last)
    assert whole == some.business_between(first, middle) + some.business_between(middle, last)
    assert timedelta() <= whole <= last - first


@settings(derandomize=True, max_examples=60, deadline=None)
@given(calendars(), MOMENTS)
def test_what_is_open_shows_a_local_time_inside_its_windows(some: Calendar, start: datetime) -> None:
    opens = some.opens_at(start)
    local = opens.astimezone(some.tz)
    of_day = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    assert any(one.begins <= of_day < one.ends for one in some.week[local.weekday()])
