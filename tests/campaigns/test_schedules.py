"""Departments and platforms may be confirmed in a rhythm of their own: each schedule opens once in each period."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.campaigns.jobs import look_after
from govdesk.campaigns.models import Campaign, CampaignItem
from govdesk.campaigns.office import Office, read_terms
from govdesk.campaigns.preview import look_ahead
from govdesk.campaigns.rules import Every, Period, Schedule, Terms
from govdesk.directory.models import Person
from govdesk.files import FileError, PolicyFiles
from tests.campaigns.conftest import Accounts
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient

Sessions = Callable[[], Session]
Q2, Q3 = datetime(2027, 4, 1, 8, tzinfo=UTC), datetime(2027, 7, 1, 8, tzinfo=UTC)
PRESS = Schedule(Every.QUARTER, "Press accounts", department="noaa  press OFFICE")
ON_X = Schedule(Every.HALF_YEAR, "X", platform="x")
REST = Schedule(Every.YEAR, "All others")


@pytest.fixture
def look(sessions: Sessions, session: Session) -> Callable[..., None]:
    def look(now: datetime, *schedules: Schedule) -> None:
        for _worker in range(2):
            look_after(sessions, now=now, office=Office(VIENNA, Terms(schedules)))
        session.expire_all()

    return look


def running(session: Session) -> dict[str, set[str]]:
    """The handles that each open campaign asks about."""
    rows = session.scalars(select(CampaignItem).where(CampaignItem.answer.is_(None))).all()
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.campaign.closed_at is None:
            found.setdefault(row.campaign.title, set()).add(row.account.handle)
    return found


def test_each_opens_in_time_and_once_and_the_rest_takes_what_no_other_has(
    look: Callable[..., None], session: Session, accounts: Accounts
) -> None:
    every_quarter = Schedule(Every.QUARTER, "All others")
    look(Q2, every_quarter, PRESS)
    assert running(session) == {"Press accounts: 2027-Q2": {"noaa", "weather"}, "All others: 2027-Q2": {"count"}}
    look(Q3, every_quarter, PRESS)
    assert running(session) == {"Press accounts: 2027-Q3": {"noaa", "weather"}, "All others: 2027-Q3": {"count"}}
    assert len(session.scalars(select(Campaign)).all()) == 4


def test_rhythms_do_not_disturb_each_other(look: Callable[..., None], session: Session, accounts: Accounts) -> None:
    look(Q2, PRESS)
    look(Q3, PRESS, ON_X)
    assert running(session) == {"Press accounts: 2027-Q3": {"noaa", "weather"}, "X: 2027-H2": {"count"}}, (
        "noaa is asked about already"
    )
    look(datetime(2027, 10, 1, 8, tzinfo=UTC), PRESS, ON_X)
    assert set(running(session)) == {"Press accounts: 2027-Q4", "X: 2027-H2"}


def test_another_title_opens_nothing_again_and_a_schedule_that_is_gone_ends_with_the_next(
    look: Callable[..., None], session: Session, accounts: Accounts
) -> None:
    look(Q2, PRESS)
    look(Q2, Schedule(Every.QUARTER, "Press", department="NOAA Press Office"))
    assert set(running(session)) == {"Press accounts: 2027-Q2"}
    look(Q3, Schedule())
    assert running(session) == {"Confirm our accounts: 2027-Q3": {"noaa", "weather", "count"}}


@pytest.mark.parametrize(
    "asleep", [Schedule(Every.QUARTER, "Off", switched_off=True), Schedule(Every.QUARTER, "?", department="Nowhere")]
)
def test_what_is_switched_off_or_names_no_department_opens_nothing(
    look: Callable[..., None], session: Session, accounts: Accounts, asleep: Schedule
) -> None:
    look(Q2, asleep)
    assert running(session) == {}
    [ahead] = look_ahead(session, now=NOW, office=Office(VIENNA, Terms((asleep,))))
    assert (ahead.begins_on, ahead.number) == (None, 0)


def test_the_list_of_campaigns_tells_what_opens_next_and_when(
    client: PageClient, app: Flask, accounts: Accounts, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = Schedule(Every.YEAR, "Videos", platform="youtube", switched_off=True)
    lost = Schedule(Every.YEAR, "Lost", department="Nowhere")
    terms = Terms((PRESS, ON_X, off, lost, REST))
    monkeypatch.setitem(app.extensions, "campaigns", Office(VIENNA, terms))
    shown = client.sign_in(grace).get("/campaigns").text
    for words in ("Press accounts", "2 accounts today", "Switched off", "No department has this name", "YouTube"):
        assert words in shown


def test_the_file_names_several(tmp_path: Path) -> None:
    (tmp_path / "campaigns.yml").write_text(
        "schedules:\n"
        "  - {title: Press, every: quarter, department: Press Office}\n"
        "  - {title: Videos, every: half_year, platform: youtube, switched_off: true}\n"
        "  - {title: All others, every: year}\n"
    )
    assert read_terms(PolicyFiles(tmp_path)).schedules == (
        Schedule(Every.QUARTER, "Press", "Press Office"),
        Schedule(Every.HALF_YEAR, "Videos", platform="youtube", switched_off=True),
        Schedule(Every.YEAR, "All others"),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("- {title: A, every: fortnight}", "campaigns.yml:2: schedules.0.every: "),
        ("- {every: year}", "campaigns.yml:2: schedules.0.title: "),
        (
            "- {title: A, every: year}\n- title: B\n  every: year\n  platform: twiter",
            "campaigns.yml:5: schedules.1.pl",
        ),
        (
            "- {title: A, every: year}\n- {title: B, every: quarter}",
            "campaigns.yml:3: schedules.1: the same accounts",
        ),
        ("- {title: A, every: year, owner: x}", "campaigns.yml:2: schedules.0.owner: "),
        ("- {title: A, every: year}\nrecertify_every: year", "campaigns.yml:3: recertify_every: leave this out"),
    ],
)
def test_a_fault_is_named_with_file_line_and_reason(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "campaigns.yml").write_text(f"schedules:\n{content}\n")
    with pytest.raises(FileError) as raised:
        read_terms(PolicyFiles(tmp_path))
    assert str(raised.value).startswith(fault)


def test_a_period_is_stored_in_twenty_characters() -> None:
    period = Period("2027-Q2", date(2027, 4, 1))
    named = [one.name_in(period) for one in (PRESS, ON_X, REST)]
    assert max(map(len, named)) <= 20
    assert len(set(named)) == 3
