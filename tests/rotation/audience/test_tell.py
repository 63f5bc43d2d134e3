"""What is owed to an audience becomes one notice for each person, once, however many workers try."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.directory.models import Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.audience import jobs, sending
from govdesk.rotation.audience.actions import Wish, change, delete, make, pause, resume
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.rules import Rhythm, Unit
from tests.conftest import NOW, VIENNA

pytestmark = pytest.mark.usefixtures("ada", "olu", "lars")
EVERYBODY = {"ada", "olu", "sam"}
A_DAY = timedelta(days=1)


def tell(sessions: Sessions, now: datetime) -> None:
    while jobs.one_batch(sessions, now, VIENNA):
        pass


def notices(session: Session, *states: NoticeState) -> list[Notice]:
    session.expire_all()
    found = session.scalars(select(Notice).order_by(Notice.id))
    return [notice for notice in found if not states or notice.state in states]


def told(session: Session, *states: NoticeState) -> list[str]:
    return sorted(notice.person.login for notice in notices(session, *states) if notice.person)


def test_everybody_who_works_here_is_told_once(
    session: Session, sessions: Sessions, reminder: AudienceReminder
) -> None:
    tell(sessions, NOW)
    tell(sessions, NOW)
    assert told(session) == sorted(EVERYBODY)
    assert {notice.key.rpartition(":")[0] for notice in notices(session)} == {f"audience:{reminder.id}:20270301"}
    assert (reminder.last_on, reminder.told) == (date(2027, 3, 1), 3)
    assert reminder.next_at == datetime(2027, 4, 1, 6, tzinfo=UTC)


def test_nothing_is_owed_before_eight(session: Session, sessions: Sessions, wish: Wish, sam: Person) -> None:
    make(session, wish, by=sam, form_key="k", now=NOW.replace(hour=6), tz=VIENNA)
    session.commit()
    tell(sessions, NOW.replace(hour=6, minute=59))
    assert told(session) == []
    tell(sessions, NOW.replace(hour=7, minute=0))
    assert set(told(session)) == EVERYBODY


def test_many_are_told_in_batches_and_a_worker_that_stopped_goes_on_behind_the_last(
    session: Session, sessions: Sessions, reminder: AudienceReminder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    assert jobs.one_batch(sessions, NOW, VIENNA)
    assert len(told(session)) == 2
    assert reminder.next_at is not None
    assert reminder.next_at <= NOW
    tell(sessions, NOW + A_DAY)
    assert told(session) == sorted(EVERYBODY)


def test_months_without_a_worker_give_one_reminder(
    session: Session, sessions: Sessions, reminder: AudienceReminder
) -> None:
    tell(sessions, datetime(2027, 7, 20, 9, tzinfo=UTC))
    assert {notice.key.split(":")[2] for notice in notices(session)} == {"20270701"}
    assert told(session) == sorted(EVERYBODY)
    assert reminder.next_at == datetime(2027, 8, 1, 6, tzinfo=UTC)


def test_a_batch_of_an_older_day_is_not_gone_on_with_once_the_next_day_has_come(
    session: Session, sessions: Sessions, reminder: AudienceReminder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    jobs.one_batch(sessions, NOW, VIENNA)
    tell(sessions, datetime(2027, 4, 2, 9, tzinfo=UTC))
    days = [notice.key.split(":")[2] for notice in notices(session)]
    assert (days.count("20270301"), days.count("20270401")) == (2, 3)


def test_one_whose_only_day_went_by_is_late_and_not_lost(
    session: Session, sessions: Sessions, wish: Wish, sam: Person
) -> None:
    once = Wish(wish.subject, wish.text, wish.audience, None, Rhythm(date(2027, 3, 1)))
    made = make(session, once, by=sam, form_key="k", now=NOW, tz=VIENNA)
    session.commit()
    tell(sessions, NOW + 100 * A_DAY)
    assert set(told(session)) == EVERYBODY
    assert made.next_at is None


def test_who_was_slower_records_nothing(session: Session, reminder: AudienceReminder) -> None:
    faster = update(AudienceReminder).values(reached=1)
    session.execute(faster, execution_options={"synchronize_session": False})
    assert not sending.tell_some(session, reminder, now=NOW, tz=VIENNA)
    assert notices(session) == []


def test_a_row_that_cannot_be_told_rests_for_an_hour_and_holds_up_no_other(
    session: Session, sessions: Sessions, wish: Wish, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (make(session, wish, by=sam, form_key=key, now=NOW, tz=VIENNA) for key in "ab")
    session.commit()
    sound, broken_id = sending.tell_some, bad.id

    def breaks(session: Session, reminder: AudienceReminder, **known: object) -> bool:
        if reminder.id == broken_id:
            raise ValueError("broken")
        return sound(session, reminder, **known)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "tell_some", breaks)
    tell(sessions, NOW)
    session.expire_all()
    assert bad.next_at == NOW + timedelta(hours=1)
    assert good.told == 3


def test_a_pause_takes_back_what_is_unsent_and_resuming_on_the_day_owes_it_again(
    session: Session, sessions: Sessions, reminder: AudienceReminder, sam: Person
) -> None:
    tell(sessions, NOW)
    sent = notices(session)[0]
    sent.state = NoticeState.SENT
    session.commit()
    pause(session, reminder, by=sam, now=NOW)
    session.commit()
    tell(sessions, NOW)
    assert len(told(session, NoticeState.CANCELLED)) == 2
    resume(session, reminder, by=sam, now=NOW, tz=VIENNA)
    session.commit()
    tell(sessions, NOW)
    assert (len(told(session, NoticeState.OWED)), len(told(session, NoticeState.SENT))) == (2, 1)


def test_days_of_a_pause_are_not_made_up_for(
    session: Session, sessions: Sessions, reminder: AudienceReminder, sam: Person
) -> None:
    pause(session, reminder, by=sam, now=NOW)
    resume(session, reminder, by=sam, now=NOW + 3 * A_DAY, tz=VIENNA)
    session.commit()
    tell(sessions, NOW + 3 * A_DAY)
    assert told(session) == []
    assert reminder.next_at == datetime(2027, 4, 1, 6, tzinfo=UTC)


def test_other_words_leave_what_is_owed_owed(
    session: Session, sessions: Sessions, reminder: AudienceReminder, wish: Wish, sam: Person
) -> None:
    later = Wish("Others", wish.text, wish.audience, None, wish.rhythm)
    change(session, reminder, later, by=sam, now=NOW + 3 * A_DAY, tz=VIENNA)
    session.commit()
    tell(sessions, NOW + 3 * A_DAY)
    assert set(told(session)) == EVERYBODY


def test_other_people_are_told_from_the_beginning_and_nobody_twice(
    session: Session, sessions: Sessions, reminder: AudienceReminder, wish: Wish, ada: Person, sam: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sending, "BATCH", 2)
    jobs.one_batch(sessions, NOW, VIENNA)
    session.expire_all()
    narrower = Wish(wish.subject, wish.text, Audience.DEPARTMENT, ada.department, wish.rhythm)
    change(session, reminder, narrower, by=sam, now=NOW, tz=VIENNA)
    session.commit()
    tell(sessions, NOW)
    assert told(session).count("ada") == 1


def test_other_days_count_from_today(
    session: Session, sessions: Sessions, reminder: AudienceReminder, wish: Wish, sam: Person
) -> None:
    weekly = Wish(wish.subject, wish.text, wish.audience, None, Rhythm(date(2027, 3, 3), Unit.WEEKS))
    change(session, reminder, weekly, by=sam, now=NOW, tz=VIENNA)
    session.commit()
    tell(sessions, NOW)
    assert told(session) == []
    assert reminder.next_at == datetime(2027, 3, 3, 7, tzinfo=UTC)


def test_what_is_deleted_tells_nobody_and_its_number_never_comes_again(
    session: Session, sessions: Sessions, reminder: AudienceReminder, wish: Wish, sam: Person
) -> None:
    tell(sessions, NOW)
    gone = reminder.id
    delete(session, reminder, by=sam, now=NOW)
    session.commit()
    assert told(session, NoticeState.OWED) == []
    assert make(session, wish, by=sam, form_key="k2", now=NOW, tz=VIENNA).id > gone


def test_the_same_form_twice_is_one_reminder(
    session: Session, reminder: AudienceReminder, wish: Wish, sam: Person
) -> None:
    again = partial(make, session, by=sam, form_key="k1", now=NOW, tz=VIENNA)
    assert again(wish) is reminder
