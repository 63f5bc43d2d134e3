"""Whether credentials are changed in time, by department and period, and how soon after somebody has left."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState
from govdesk.directory.models import Department, Person
from govdesk.reports.periods import MONTHS, QUARTERS, period_of, periods
from govdesk.reports.rotations import REPORT
from govdesk.reports.tables import Cell
from govdesk.rotation.models import Rotation, RotationEvent, RotationLoss, RotationReason, RotationSchedule
from tests.conftest import NOW
from tests.pages import PageClient
from tests.reports.conftest import TODAY, Register, real_today, rows_of, scene_of

Due = Callable[..., RotationSchedule]


@pytest.fixture
def due(session: Session, register: Register, ada: Person) -> Due:
    """`due("noaa", day, changed=day)`: a credential of an account was due, and changed or not."""

    def made(handle: str, on: date, *, changed: date | None = None, what: str = "password") -> RotationSchedule:
        open_until = None if changed else on
        schedule = RotationSchedule(
            account=register[handle], credential=what, calendar_on=open_until, due_on=open_until
        )
        session.add(schedule)
        if changed:
            session.add(
                Rotation(
                    schedule=schedule, rotated_on=changed, was_due_on=on, by=ada,
                    reason=RotationReason.SCHEDULED, recorded_at=NOW,
                )
            )  # fmt: skip
        session.flush()
        return schedule

    return made


@pytest.fixture
def left(session: Session, lars: Person) -> Callable[..., RotationEvent]:
    """`left(moment, {schedule: hours, …})`: so many hours later each was changed; None: not yet."""

    def made(at: datetime, changed: dict[RotationSchedule, int | None]) -> RotationEvent:
        event = RotationEvent(
            kind=RotationReason.LEAVER, occasion=f"leaver:{at.isoformat()}", happened_at=at, opened_at=at, person=lars
        )
        for schedule, hours in changed.items():
            loss = RotationLoss(event=event, schedule=schedule, lost_at=at, due_on=at.date(), was=[])
            if hours is not None:
                moment = at + timedelta(hours=hours)
                loss.cleared_by = Rotation(
                    schedule=schedule, rotated_on=moment.date(), rotated_at=moment, recorded_at=moment, by=lars,
                    reason=RotationReason.LEAVER,
                )  # fmt: skip
            session.add(loss)
        session.flush()
        return event

    return made


def told(session: Session, **chosen: Any) -> dict[tuple[Cell, Cell], dict[str, Cell]]:
    return {(row["period"], row["department"]): row for row in rows_of(REPORT, scene_of(session, **chosen))}


def test_tells_by_department_and_month_what_was_changed_in_time(session: Session, due: Due) -> None:
    due("noaa", date(2027, 2, 10), changed=date(2027, 2, 10))
    due("noaa", date(2027, 2, 12), changed=date(2027, 2, 16), what="api_token")
    due("count", date(2027, 2, 14), changed=date(2027, 2, 11))
    found = told(session)
    press = found["2027-02", "NOAA Press Office"]
    assert (press["due"], press["in_time"], press["share"], press["days_late"]) == (2, 1, 50, 4)
    assert found["2027-02", "Bureau of the Census"]["share"] == 100
    assert (found["2027-02", "All departments"]["due"], found["2027-02", "All departments"]["share"]) == (3, 66)


@pytest.mark.parametrize(
    ("changed", "month", "in_time"),
    [
        (date(2027, 1, 30), "2027-01", 1),  # early: when it was made
        (date(2027, 2, 3), "2027-02", 1),
        (date(2027, 3, 1), "2027-02", 0),  # late: when it was due
    ],
)
def test_what_came_early_or_late_stands_where_it_belongs(
    session: Session, due: Due, changed: date, month: str, in_time: int
) -> None:
    due("noaa", date(2027, 2, 3), changed=changed)
    [row] = [row for key, row in told(session).items() if key[1] == "NOAA Press Office"]
    assert (row["period"], row["in_time"]) == (month, in_time)


def test_what_was_not_changed_is_late_until_today_however_long_ago_it_was_due(session: Session, due: Due) -> None:
    due("noaa", TODAY - timedelta(1000))
    due("safe", TODAY)  # it still has today
    [row] = [row for key, row in told(session).items() if key[1] == "NOAA Press Office"]
    assert (row["period"], row["waiting"], row["days_late"], row["share"]) == ("2026-04", 1, 1000, 0)
    assert len(told(session)) == 2  # with the sum


def test_accounts_out_of_use_wait_for_nothing(session: Session, register: Register, due: Due) -> None:
    due("noaa", date(2027, 2, 10))
    register["noaa"].state = AccountState.RETIRED
    session.flush()
    assert told(session) == {}


def test_hours_are_counted_to_the_last_change_of_each_department(
    session: Session, due: Due, left: Callable[..., RotationEvent]
) -> None:
    noaa, count = due("noaa", TODAY + timedelta(90)), due("count", TODAY + timedelta(90))
    left(NOW - timedelta(20), {noaa: 5, count: 30})
    left(NOW - timedelta(19), {noaa: 7, count: None})
    found = told(session)
    press, census, everybody = (
        found["2027-02", name] for name in ("NOAA Press Office", "Bureau of the Census", "All departments")
    )
    assert (press["leavers"], press["hours"], press["unfinished"]) == (2, 6, 0)
    assert (census["hours"], census["unfinished"]) == (30, 1)
    assert (everybody["leavers"], everybody["hours"], everybody["unfinished"]) == (2, 30, 1)


def test_is_narrowed_to_a_department_with_all_below_it(session: Session, due: Due, commerce: Department) -> None:
    due("noaa", date(2027, 2, 10), changed=date(2027, 2, 10))
    due("count", date(2027, 2, 10))
    assert {key[1] for key in told(session, department_id=commerce.id)} == {"NOAA Press Office", "All departments"}


@pytest.mark.parametrize(
    ("kind", "names"), [(MONTHS, ("2027-03", "2026-04", 12)), (QUARTERS, ("2027-Q1", "2025-Q2", 8))]
)
def test_goes_back_a_year_by_month_or_two_by_quarter(kind: str, names: tuple[str, str, int]) -> None:
    found = periods(kind, TODAY)
    assert (found[0].name, found[-1].name, len(found)) == names
    assert period_of(date(2027, 3, 1), found) is found[0]
    assert period_of(found[0].begins_on - timedelta(1), found) is found[1]
    assert period_of(date(1999, 1, 1), found) is found[-1]


def test_the_page_draws_the_course_and_says_no_name(
    client: PageClient, grace: Person, due: Due, left: Callable[..., RotationEvent], lars: Person
) -> None:
    noaa = due("noaa", real_today() - timedelta(3))
    left(NOW.replace(year=real_today().year - 1), {noaa: None})
    page = client.sign_in(grace).get("/reports/rotations").text
    assert "0 of 1" in page
    assert "3 days" in page
    assert lars.name not in page
    assert page.count('class="reached"') == 36
