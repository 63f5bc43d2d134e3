"""A week without a step is a week of the office's days, wherever it lies and whether clocks change in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.handover.jobs import nudge_all
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState, Nudge


@pytest.mark.parametrize(
    ("zone", "last_step", "due_on"),
    [
        ("UTC", "2027-03-01 23:59", "2027-03-08"),
        ("UTC", "2027-03-02 00:00", "2027-03-09"),
        ("Pacific/Auckland", "2027-03-01 10:59", "2027-03-08"),
        ("Pacific/Auckland", "2027-03-01 11:00", "2027-03-09"),
        ("America/Los_Angeles", "2027-03-02 07:59", "2027-03-08"),
        ("America/Los_Angeles", "2027-03-02 08:00", "2027-03-09"),
        # In Vienna summer time begins on 28 March and ends on 31 October.
        ("Europe/Vienna", "2027-03-27 22:59", "2027-04-03"),
        ("Europe/Vienna", "2027-03-27 23:00", "2027-04-04"),
        ("Europe/Vienna", "2027-03-28 21:59", "2027-04-04"),
        ("Europe/Vienna", "2027-03-28 22:00", "2027-04-05"),
        ("Europe/Vienna", "2027-10-30 21:59", "2027-11-06"),
        ("Europe/Vienna", "2027-10-30 22:00", "2027-11-07"),
        ("Europe/Vienna", "2027-10-31 22:59", "2027-11-07"),
        ("Europe/Vienna", "2027-10-31 23:00", "2027-11-08"),
        # There 5 September 2027 has no midnight: it begins at one o'clock.
        ("America/Santiago", "2027-09-05 03:59", "2027-09-11"),
        ("America/Santiago", "2027-09-05 04:00", "2027-09-12"),
    ],
)
def test_the_first_reminder_is_owed_seven_days_after_the_day_of_the_step(
    session: Session, sessions: Callable[[], Session], opened: Handover, zone: str, last_step: str, due_on: str
) -> None:
    tz, due = ZoneInfo(zone), date.fromisoformat(due_on)
    opened.move_on(HandoverState.LISTING, datetime.fromisoformat(last_step).replace(tzinfo=UTC))
    session.commit()
    nudge_all(sessions, now=clock.day_begins(due, tz) - timedelta(seconds=1), tz=tz)
    session.refresh(opened)
    assert opened.nudged is None, "the day before, until it is over"
    nudge_all(sessions, now=clock.day_begins(due, tz), tz=tz)
    session.refresh(opened)
    told: object = (opened.nudged, opened.nudge_on)
    assert told == (Nudge.THEMSELVES, due + timedelta(days=7))
