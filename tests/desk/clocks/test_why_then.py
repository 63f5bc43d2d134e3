"""The story of a due moment: what counted, which days did not, and why."""

from dataclasses import replace
from datetime import date, timedelta

from govdesk.desk.clocks.facts import Facts
from govdesk.desk.clocks.hours import Calendar
from govdesk.desk.clocks.promises import Promise, Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.clocks.why import Step, StepKind, steps
from govdesk.desk.rules import TicketState
from govdesk.working_days import Blackout
from tests.desk.clocks.terms import HOUR, TERMS
from tests.desk.clocks.test_business_time import at, calendar, window, workdays
from tests.desk.clocks.test_clocks_of_a_ticket import facts, first, solution


def told(clock: Clock, now: str = "2027-03-10T12:00") -> list[tuple[str, ...]]:
    return [_line(step, clock.calendar) for step in steps(clock, at(now))]


def _line(step: Step, calendar: Calendar) -> tuple[str, ...]:
    begins = f"{step.begins.astimezone(calendar.tz):%a %H:%M}"
    match step.kind:
        case StepKind.COUNTED:
            return ("+", str(step.amount), begins)
        case StepKind.CLOSED:
            return ("closed", step.because)
        case StepKind.PAUSED:
            return ("paused", *step.states)
        case StepKind.OPEN_END:
            return ("open end", str(step.amount))
        case _:
            return (step.kind, begins)


def within(hours: Calendar, target: timedelta) -> Terms:
    return replace(TERMS, promises=(Promise("One", hours, first_response=target, resolution=target),))


def from_(moment: str) -> Facts:
    return facts(opened=at(moment))


def test_an_hour_over_the_weekend_is_told_in_its_two_halves() -> None:
    assert told(first(from_("2027-03-05T16:30"))) == [
        ("began", "Fri 16:30"),
        ("+", "0:30:00", "Fri 16:30"),
        ("closed", "weekend"),
        ("+", "0:30:00", "Mon 09:00"),
        ("due", "Mon 09:30"),
    ]


def test_holidays_and_days_of_ones_own_are_named_once_each() -> None:
    off = Blackout(date(2027, 3, 30), date(2027, 3, 31), "Stocktaking")
    austrian = calendar(workdays(window(9, 12), window(13, 17)), "Europe/Vienna", "AT", off)
    lines = told(first(from_("2027-03-26T16:00"), within(austrian, 5 * HOUR)))
    easter = austrian.why_closed(date(2027, 3, 29))
    assert lines == [
        ("began", "Fri 16:00"),
        ("+", "1:00:00", "Fri 16:00"),
        ("closed", "weekend"),
        ("closed", easter),
        ("closed", "Stocktaking"),
        ("+", "3:00:00", "Thu 09:00"),
        ("+", "1:00:00", "Thu 13:00"),
        ("due", "Thu 14:00"),
    ]


def test_what_begins_on_a_day_off_says_so_first() -> None:
    assert told(first(from_("2027-03-06T10:00")))[:3] == [
        ("began", "Sat 10:00"),
        ("closed", "weekend"),
        ("+", "1:00:00", "Mon 09:00"),
    ]


def test_a_weekday_without_hours_is_no_weekend() -> None:
    no_wednesdays = calendar(((window(9, 17),), (window(9, 17),), (), (window(9, 17),), (), (), ()))
    assert ("closed", "no working day") in told(first(from_("2027-03-02T16:30"), within(no_wednesdays, HOUR)))


def test_a_pause_stands_between_what_counted_before_and_after() -> None:
    waited = facts((TicketState.WAITING, "2027-03-01T12:00"), (TicketState.OPEN, "2027-03-02T10:00"))
    assert told(solution(waited)) == [
        ("began", "Mon 09:00"),
        ("+", "3:00:00", "Mon 09:00"),
        ("paused", "waiting"),
        ("+", "5:00:00", "Tue 10:00"),
        ("due", "Tue 15:00"),
    ]


def test_while_it_is_paused_the_story_has_an_open_end() -> None:
    assert told(solution(facts((TicketState.WAITING, "2027-03-01T12:00")))) == [
        ("began", "Mon 09:00"),
        ("+", "3:00:00", "Mon 09:00"),
        ("paused", "waiting"),
        ("open end", "5:00:00"),
    ]


def test_round_the_clock_nights_are_not_told() -> None:
    always = replace(TERMS.promises[0].calendar)
    assert told(first(from_("2027-03-01T22:00"), within(always, 30 * HOUR))) == [
        ("began", "Mon 22:00"),
        ("+", "1 day, 6:00:00", "Mon 22:00"),
        ("due", "Wed 04:00"),
    ]


def test_what_counted_comes_to_the_target() -> None:
    for opened in ("2027-03-05T16:30", "2027-03-27T11:00", "2027-10-29T16:59"):
        clock = solution(from_(opened))
        assert sum((one.amount for one in steps(clock, at(opened))), timedelta()) == clock.target
        assert list(steps(clock, at(opened)))[-1].begins == clock.due_at
