"""Who is asked as second person is asked again until there is an answer; the doer is left in peace meanwhile."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_all
from govdesk.rotation.rules import Credential
from govdesk.rotation.settling import REMINDER
from govdesk.rotation.work import actions, letters
from govdesk.rotation.work.actions import Said
from govdesk.rotation.work.asking import ask_again, owed
from govdesk.rotation.work.models import RotationWork
from govdesk.rotation.work.rules import AskingAgain, statements_about
from govdesk.rotation.work.second import SECOND
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient

TODAY = NOW.date()
SHIPPED = AskingAgain()


@pytest.mark.parametrize(
    ("asking", "waited", "in_force", "next_in"),
    [
        (SHIPPED, 0, None, 2),
        (SHIPPED, 1, None, 2),
        (SHIPPED, 2, 2, 3),
        (SHIPPED, 3, 3, 4),
        (SHIPPED, 30, 30, 31),
        (AskingAgain(1, 3), 0, None, 1),
        (AskingAgain(1, 3), 1, 1, 4),
        (AskingAgain(1, 3), 3, 1, 4),
        (AskingAgain(1, 3), 4, 4, 7),
        (AskingAgain(1, 3), 400, 400, 403),
        (AskingAgain(5, 2), 6, 5, 7),
    ],
)
def test_which_reminder_is_in_force_and_when_the_next_is(
    asking: AskingAgain, waited: int, in_force: int | None, next_in: int
) -> None:
    for said_on in (TODAY, date(2028, 2, 28), date(2027, 12, 31)):
        on = said_on + timedelta(waited)
        assert asking.in_force(said_on, on) == in_force
        assert asking.next_day(said_on, on) == said_on + timedelta(next_in)


@pytest.fixture
def work(
    session: Session, schedule: RotationSchedule, ada: Person, with_olu: Person, sam: Person, office: Office
) -> RotationWork:
    """Ada said at NOW that she has changed it; Olu holds it too."""
    said = Said(TODAY, NOW, statements_about(Credential.PASSWORD))
    actions.say_changed(session, schedule, said, steps=(), needs_second=True, by=ada, now=NOW, office=office)
    session.commit()
    return session.scalars(select(RotationWork)).one()


def on(days: int, hour: int = 9) -> datetime:
    return datetime.combine(TODAY + timedelta(days), NOW.timetz()).replace(hour=hour)


def look(session: Session, now: datetime, office: Office) -> None:
    """The worker looks at what is owed, at both kinds."""
    while work := session.scalar(owed(now).limit(1)):
        assert ask_again(session, work, SHIPPED, now=now, office=office)
        session.commit()
    remind_all(session, session.scalars(owing_a_reminder(now)).all(), now=now, office=office)
    session.commit()
    session.expire_all()


def asked(session: Session) -> list[tuple[str | None, str]]:
    """Stage and reader of what is owed to second persons."""
    wanted = Notice.kind == SECOND, Notice.state == NoticeState.OWED
    found = session.scalars(select(Notice).where(*wanted).order_by(Notice.id))
    return [(notice.stage, notice.person.login) for notice in found if notice.person]


def reminded(session: Session) -> list[str | None]:
    wanted = Notice.kind == REMINDER, Notice.state == NoticeState.OWED
    return list(session.scalars(select(Notice.stage).where(*wanted).order_by(Notice.id)))


@pytest.mark.parametrize(
    ("looks", "owed_then"),
    [
        ([0], [("asked", "olu")]),
        ([1], [("asked", "olu")]),
        ([0, 2], [("again-2", "olu")]),
        ([0, 2, 2, 3], [("again-3", "olu")]),
        ([6], [("again-6", "olu")]),
        ([0, 7], [("again-7", "olu"), ("again-7", "sam")]),
        # A worker that slept for a week owes the latest alone.
        ([0, 2, 9], [("again-9", "olu"), ("again-9", "sam")]),
    ],
)
def test_whoever_is_asked_is_asked_again_and_later_security_too(
    session: Session, work: RotationWork, office: Office, looks: list[int], owed_then: list[tuple[str, str]]
) -> None:
    for days in looks:
        look(session, on(days), office)
    assert asked(session) == owed_then


def test_who_looks_at_what_another_worker_has_taken_asks_nobody(
    session: Session, work: RotationWork, office: Office
) -> None:
    taken = update(RotationWork).values(ask_again_at=on(3)).execution_options(synchronize_session=False)
    session.execute(taken)  # between our look and our claim
    assert not ask_again(session, work, SHIPPED, now=on(2), office=office)
    assert asked(session) == [("asked", "olu")]


def test_the_doer_is_not_reminded_until_there_is_an_answer(
    session: Session, work: RotationWork, schedule: RotationSchedule, with_olu: Person, office: Office
) -> None:
    assert (schedule.at_rest, schedule.remind_at) == (True, None)
    for days in (0, 3, 9, 10, 11, 20):  # its day is over by then
        look(session, on(days), office)
    assert reminded(session) == []
    actions.refuse(session, work, "The old one still works", by=with_olu, now=on(20))
    session.commit()
    look(session, on(20), office)
    assert "overdue-10" in reminded(session)
    assert asked(session) == [("refused", "ada")]
    assert (schedule.at_rest, work.ask_again_at) == (False, None)


def test_taken_back_the_reminders_go_on(
    session: Session, work: RotationWork, schedule: RotationSchedule, ada: Person, office: Office
) -> None:
    actions.withdraw(session, work, by=ada, now=on(5))
    session.commit()
    look(session, on(5), office)
    assert reminded(session) == ["7"] * len(reminded(session))
    assert reminded(session)
    assert asked(session) == []


def test_confirmed_the_next_period_is_reminded_of_in_its_time(
    session: Session, work: RotationWork, schedule: RotationSchedule, with_olu: Person, office: Office
) -> None:
    actions.confirm(session, work, by=with_olu, now=on(3), office=office)
    session.commit()
    look(session, on(60), office)
    assert not schedule.at_rest
    assert reminded(session)
    assert asked(session) == []


@pytest.mark.parametrize(
    ("kind", "hours", "is_reminded"),
    [
        # Somebody left before it was changed: once confirmed, that is done.
        (RotationReason.LEAVER, -1, False),
        (RotationReason.LEAVER, 1, True),
        (RotationReason.COMPROMISE, -1, True),
    ],
)
def test_what_the_change_does_not_end_is_reminded_of_all_the_same(
    session: Session, work: RotationWork, schedule: RotationSchedule, office: Office, kind: RotationReason,
    hours: int, is_reminded: bool,
) -> None:  # fmt: skip
    at = NOW + timedelta(hours=hours)
    happening = Happening(kind, "y", at, at, clock.local_date(at, VIENNA), VIENNA)
    open_event(session, happening, [Touched(schedule.account_id, "password", frozenset({Was.ITSELF}))])
    session.commit()
    look(session, on(0, hour=20), office)
    owed_now = session.scalars(select(Notice).where(Notice.kind != SECOND, Notice.state == NoticeState.OWED)).all()
    assert bool(owed_now) is is_reminded


def test_whoever_left_is_replaced_in_a_later_question_too(
    session: Session, work: RotationWork, with_olu: Person, lars: Person, office: Office
) -> None:
    look(session, on(2), office)
    notice = session.scalars(select(Notice).where(Notice.stage == "again-2")).one()
    told = letters.letter(session, notice)
    assert told is not None
    assert told["waited"] == 2
    with_olu.state = lars.state
    session.flush()
    assert letters.letter(session, notice) is None
    [row] = letters.in_their_place(session, notice)
    assert row["stage"] == "again-2"


def test_my_day_names_what_waits_for_whom(
    client: PageClient, work: RotationWork, noaa: SocialAccount, ada: Person, with_olu: Person, sam: Person
) -> None:
    heading = "Confirm as the second person"
    text = client.sign_in(with_olu).get("/").text
    assert heading in text
    assert f"/rotations/{work.schedule_id}" in text[text.index(heading) :]
    for other in (ada, sam):  # she did it herself; security is asked only where nobody else is
        assert heading not in client.sign_in(other).get("/").text


def test_security_has_it_in_its_day_where_nobody_else_can_confirm(
    client: PageClient, session: Session, work: RotationWork, with_olu: Person, lars: Person, sam: Person
) -> None:
    with_olu.state = lars.state
    session.commit()
    assert "Confirm as the second person" in client.sign_in(sam).get("/").text
