"""What `campaigns.yml` may say, and which stage and period follow from it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from govdesk.campaigns.office import read_terms
from govdesk.campaigns.rules import Every, Period, Terms, period_of
from govdesk.files import FileError, PolicyFiles

DUE = date(2028, 3, 1)


def test_the_shipped_file_says_what_the_defaults_are() -> None:
    assert read_terms(PolicyFiles()) == Terms()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("recertify_every: fortnight", "campaigns.yml:1: recertify_every: "),
        ("# how long\nanswer_within_days: 0", "campaigns.yml:2: answer_within_days: "),
        ("remind_days_before: [7, 7]", "campaigns.yml:1: remind_days_before: "),
        ("escalate: 3", "campaigns.yml:1: escalate: "),
    ],
)
def test_a_fault_is_named_with_file_line_and_key(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "campaigns.yml").write_text(content)
    with pytest.raises(FileError) as raised:
        read_terms(PolicyFiles(tmp_path))
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(
    ("left", "stage"),
    [(30, "start"), (8, "start"), (7, "7"), (2, "7"), (1, "1"), (0, "0"), (-1, "overdue"), (-7, "overdue"),
     (-8, "escalated")],
)  # fmt: skip
def test_the_latest_stage_that_has_come_is_in_force(left: int, stage: str) -> None:
    assert Terms().stage_on(DUE, DUE - timedelta(days=left)) == stage


@pytest.mark.parametrize(
    ("every", "period"),
    [
        (Every.QUARTER, Period("2028-Q1", date(2028, 1, 1))),
        (Every.HALF_YEAR, Period("2028-H1", date(2028, 1, 1))),
        (Every.YEAR, Period("2028", date(2028, 1, 1))),
        (Every.NEVER, None),
    ],
)
def test_a_day_lies_in_one_period(every: Every, period: Period | None) -> None:
    assert period_of(every, date(2028, 3, 31)) == period


def test_a_period_begins_with_its_first_day() -> None:
    assert period_of(Every.QUARTER, date(2028, 4, 1)) == Period("2028-Q2", date(2028, 4, 1))
    assert period_of(Every.HALF_YEAR, date(2028, 7, 1)) == Period("2028-H2", date(2028, 7, 1))
