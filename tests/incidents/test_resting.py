"""While an incident goes on the calendar's reminders rest, emergencies go out alone, and nothing is lost by it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.incidents.closing import Outcome, end
from govdesk.notify import outbox
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.actions import Terms, change_schedule, schedule_rotation
from govdesk.rotation.happening import Happening
from govdesk.rotation.letters import in_their_place, reminder
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.reminding import remind_all
from govdesk.rotation.settling import EMERGENCY, REMINDER
from tests.conftest import NOW, VIENNA
from tests.incidents.conftest import Begin

DAY = timedelta(days=1)


@pytest.fixture
def factor(session: Session, storms: SocialAccount, sam: Person, office: Office) -> RotationSchedule:
    """The calendar's, of a linked account: the reminder of 14 days before is in force."""
    terms = Terms(date(2027, 3, 11), every_days=90)
    made = schedule_rotation(session, storms, "second_factor", terms, by=sam, now=NOW, office=office)
    session.commit()
    return made


def look(session: Session, now: object, office: Office) -> None:
    """What the worker does."""
    due = session.scalars(owing_a_reminder(now)).all()  # type: ignore[arg-type]
    remind_all(session, due, now=now, office=office)  # type: ignore[arg-type]
    session.commit()
    session.expire_all()


def told(session: Session, schedule: RotationSchedule, *states: NoticeState) -> list[tuple[str | None, str]]:
    """Stage and state of what Ada is told of it."""
    mine = Notice.subject_type == "rotation_schedule", Notice.subject_id == schedule.id, Notice.person_id.is_not(None)
    found = session.scalars(select(Notice).where(*mine).order_by(Notice.id))
    return [(one.stage, str(one.state)) for one in found if not states or one.state in states]


def lost(session: Session, schedule: RotationSchedule, leaver: Person, now: datetime) -> None:
    """Somebody who knew it has left."""
    what = Happening(RotationReason.LEAVER, f"leaver:{leaver.id}", now, now, now.date(), VIENNA, person=leaver)
    open_event(session, what, [Touched(schedule.account_id, schedule.credential, frozenset({Was.CUSTODIAN}))])
    session.commit()
    session.expire_all()


def over(session: Session, begun: Begin, sam: Person, office: Office, now: object) -> None:
    incident = begun()
    outcome = Outcome(AccountState.ACTIVE, "A false alarm", "Nobody was in")
    end(session, incident, outcome, by=sam, now=now, office=office)  # type: ignore[arg-type]
    session.commit()
    session.expire_all()


def test_what_is_unsent_is_taken_back_and_owed_again_as_the_stage_in_force(
    session: Session, begun: Begin, factor: RotationSchedule, sam: Person, office: Office
) -> None:
    look(session, NOW, office)
    assert told(session, factor, NoticeState.OWED) == [("14", "owed")]
    incident = begun()
    assert told(session, factor) == [("30", "superseded"), ("14", "cancelled")]
    for days in (1, 5):
        look(session, NOW + days * DAY, office)
    assert told(session, factor) == [("30", "superseded"), ("14", "cancelled")]
    outcome = Outcome(AccountState.ACTIVE, "A false alarm", "Nobody was in")
    end(session, incident, outcome, by=sam, now=NOW + 5 * DAY, office=office)
    session.commit()
    look(session, NOW + 5 * DAY, office)
    assert told(session, factor) == [("30", "superseded"), ("14", "superseded"), ("7", "owed")]


def test_what_was_sent_before_is_not_sent_twice(
    session: Session, begun: Begin, factor: RotationSchedule, sam: Person, office: Office
) -> None:
    look(session, NOW, office)
    session.execute(update(Notice).where(Notice.state == NoticeState.OWED).values(state=NoticeState.SENT))
    over(session, begun, sam, office, NOW + timedelta(hours=1))
    look(session, NOW + timedelta(hours=1), office)
    assert told(session, factor) == [("30", "superseded"), ("14", "sent")]


def test_what_happened_on_a_linked_account_is_reminded_of_before_and_during_it(
    session: Session, begun: Begin, factor: RotationSchedule, storms: SocialAccount, lars: Person, office: Office
) -> None:
    lost(session, factor, lars, NOW)
    look(session, NOW, office)
    begun()
    assert told(session, factor, NoticeState.OWED) == [("0", "owed")], "what waits is not taken back"
    look(session, NOW + DAY, office)
    assert told(session, factor, NoticeState.OWED) == [("overdue-1", "owed")]


def test_somebody_who_leaves_meanwhile_wakes_what_rests_there(
    session: Session, begun: Begin, factor: RotationSchedule, lars: Person, office: Office
) -> None:
    begun()
    look(session, NOW, office)
    assert told(session, factor, NoticeState.OWED) == []
    lost(session, factor, lars, NOW + DAY)
    look(session, NOW + DAY, office)
    assert (told(session, factor, NoticeState.OWED), factor.at_rest) == ([("0", "owed")], False)


def test_another_day_of_the_calendar_meanwhile_wakes_nothing(
    session: Session, begun: Begin, factor: RotationSchedule, sam: Person, office: Office
) -> None:
    begun()
    change_schedule(session, factor, Terms(date(2027, 3, 2)), by=sam, now=NOW + DAY, office=office)
    session.commit()
    look(session, NOW + DAY, office)
    assert (told(session, factor, NoticeState.OWED), factor.remind_at) == ([], None)


def test_what_is_in_a_mail_already_is_looked_at_once_more(
    session: Session, begun: Begin, factor: RotationSchedule, office: Office
) -> None:
    look(session, NOW, office)
    notice = session.scalars(select(Notice).where(Notice.kind == REMINDER, Notice.state == NoticeState.OWED)).first()
    assert notice is not None
    assert reminder(session, notice) is not None
    begun()
    assert reminder(session, notice) is None
    assert in_their_place(session, notice) == ()


def test_emergencies_go_out_at_once_in_one_mail_apart_from_everything_else(
    session: Session, begun: Begin, factor: RotationSchedule, ada: Person, office: Office
) -> None:
    begun()
    look(session, NOW, office)
    emergencies = session.scalars(
        select(Notice).where(Notice.kind == EMERGENCY, Notice.person_id == ada.id, Notice.state == NoticeState.OWED)
    ).all()
    assert len(emergencies) == 7, "six of the account itself, the password of the other she holds"
    outbox.claim(session, NOW, VIENNA, 50)
    session.expire_all()
    assert len({notice.parcel_id for notice in emergencies}) == 1
    parcel = emergencies[0].parcel
    assert parcel is not None
    assert (parcel.size, parcel.day) == (7, None)
