"""What an event demands is told on its day and overdue on the next, whatever rules say of grace, days and hours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.rotation.calendar.grace import Grace
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule, RotationState
from govdesk.rotation.settling import settle
from tests.conftest import NOW
from tests.rotation.plan.conftest import CLOSED, OfficeOf, owed, remind_all, told

PATIENT = """
grace_days: 14
tell: {before: [custodians], due: [custodians], overdue: [custodians]}
escalate: {15: [owner]}
remind_days_before: """


def a_leaver(session: Session, schedule: RotationSchedule) -> None:
    """Knew it until now."""
    event = RotationEvent(kind=RotationReason.LEAVER, occasion="leaver", happened_at=NOW, opened_at=NOW)
    loss = RotationLoss(event=event, schedule=schedule, lost_at=NOW, due_on=NOW.date(), was=["custodian"])
    session.add_all([event, loss])
    settle(session, [schedule], now=NOW)


def test_what_an_event_demands_waits_for_no_office(
    session: Session, schedule: RotationSchedule, noaa: SocialAccount, office_of: OfficeOf
) -> None:
    event = RotationEvent(
        kind=RotationReason.COMPROMISE, occasion="test", happened_at=NOW, opened_at=NOW, account=noaa
    )
    loss = RotationLoss(event=event, schedule=schedule, lost_at=NOW, due_on=NOW.date(), was=["itself"])
    session.add_all([event, loss])
    settle(session, [schedule], now=NOW)
    session.commit()
    in_blackout = datetime(2027, 3, 3, 22, tzinfo=UTC)
    remind_all(session, in_blackout, office_of(CLOSED))
    assert {notice.send_at for notice in owed(session)} == {in_blackout}


@pytest.mark.parametrize("before", ["[7]", "[]"])
@pytest.mark.parametrize(
    ("day", "stage", "who"),
    [
        (0, "0", "Ada Sørensen"),
        (1, "overdue-1", "Ada Sørensen"),
        (15, "overdue-15", "Ada Sørensen, Grace Okafor"),
    ],
)
def test_what_an_event_demands_is_told_on_its_day_and_overdue_on_the_next_whatever_the_grace(
    session: Session, high: RotationSchedule, office_of: OfficeOf, before: str, day: int, stage: str, who: str
) -> None:
    a_leaver(session, high)
    now, office = datetime(2027, 3, 1, 9, tzinfo=UTC) + timedelta(days=day), office_of(PATIENT + before)
    high.remind_at = now
    session.commit()
    remind_all(session, now, office)
    assert told(session) == [(stage, name) for name in who.split(", ")]
    state = RotationState.OVERDUE if day else RotationState.DUE
    assert high.state(office.today(now), office.grace_days(high)) is state


def test_without_days_before_it_is_told_on_the_day_itself(office_of: OfficeOf) -> None:
    assert office_of("remind_days_before: []").reminders.days_before == (0,)


@pytest.mark.parametrize("is_event", [True, False])
def test_lists_know_that_what_an_event_demands_has_no_grace(
    session: Session, high: RotationSchedule, office_of: OfficeOf, is_event: bool
) -> None:
    if is_event:
        a_leaver(session, high)
    assert high.due_on is not None
    grace = Grace.of(session, office_of(PATIENT + "[7]"), high.due_on + timedelta(days=1))
    found = {
        state: bool(
            session.scalars(
                select(RotationSchedule)
                .join(RotationSchedule.account)
                .where(RotationSchedule.due_on <= last, *grace.demanded(state))
            ).all()
        )
        for state, last in (
            (RotationState.OVERDUE, grace.last_overdue),
            (RotationState.IN_GRACE, grace.today - timedelta(days=1)),
        )
    }
    assert found == {RotationState.OVERDUE: is_event, RotationState.IN_GRACE: not is_event}
