"""When a period leads to a day again, and from which due days: by tables of cases."""

from datetime import date, timedelta

import pytest

from govdesk.rotation.calendar.expecting import expected_days, leading_to

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("due_on", "every_days", "first", "last", "days"),
    [
        ("2027-03-11", 90, "2027-03-01", "2027-03-31", []),
        ("2027-03-11", 90, "2027-06-01", "2027-06-30", ["2027-06-09"]),
        ("2027-03-11", 90, "2027-06-09", "2027-06-09", ["2027-06-09"]),
        ("2027-03-11", 90, "2027-06-10", "2027-09-06", []),
        ("2027-03-11", 10, "2027-03-01", "2027-04-11", ["2027-03-21", "2027-03-31", "2027-04-10"]),
        # What is overdue is counted on from today: its period begins with the change.
        ("2026-12-01", 31, "2027-01-01", "2027-04-30", ["2027-04-01"]),
        ("2028-01-30", 366, "2029-01-01", "2029-12-31", ["2029-01-30"]),
        ("2027-03-01", 1, "2027-03-01", "2027-03-03", ["2027-03-02", "2027-03-03"]),
        ("2027-03-11", 90, "2026-01-01", "2026-12-31", []),
    ],
)
def test_a_period_leads_to_days(due_on: str, every_days: int, first: str, last: str, days: list[str]) -> None:
    found = expected_days(
        date.fromisoformat(due_on), every_days, first=date.fromisoformat(first), last=date.fromisoformat(last),
        today=TODAY,
    )  # fmt: skip
    assert [day.isoformat() for day in found] == days


@pytest.mark.parametrize("every_days", [1, 7, 20, 30, 31, 45, 90, 182, 365, 366, 730])
@pytest.mark.parametrize("months", [0, 1, 2, 5, 11, 12, 13, 40])
def test_no_due_day_that_leads_there_is_left_out(every_days: int, months: int) -> None:
    first = TODAY + timedelta(30 * months)
    last = first + timedelta(30)
    spans = leading_to(first, last, every_days=every_days, today=TODAY)
    for back in range(-40, 30 * months + 40):
        due_on = TODAY + timedelta(back)
        leads = any(expected_days(due_on, every_days, first=first, last=last, today=TODAY))
        is_asked_for = any((since is None or since <= due_on) and due_on <= until for since, until in spans)
        assert is_asked_for or not leads, due_on


def test_a_month_far_ahead_is_asked_for_by_narrow_spans() -> None:
    first = date(2028, 3, 1)
    spans = leading_to(first, date(2028, 3, 31), every_days=90, today=TODAY)
    assert sum((until - since).days + 1 for since, until in spans if since) < 31 * 5
