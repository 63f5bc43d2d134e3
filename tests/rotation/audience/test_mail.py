"""What people get: an entry of their digest or a mail of its own, and a line under Notices that leads to the text."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.directory.models import Department, Person
from govdesk.notify import bell, outbox
from govdesk.notify.checking import LastLook
from govdesk.notify.gathering import is_gathering
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.outcomes import Packed, sent
from govdesk.rotation.audience import jobs, sending
from govdesk.rotation.audience.actions import Wish, make
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA


def deliver(session: Session, settings: Settings, now: datetime) -> list[Packed]:
    """Claim, look again, pretend to send and record."""
    settings = settings.model_copy(update={"mail_from": "govdesk@commerce.example"})
    packed = []
    while claims := outbox.claim(session, now, VIENNA, 20):
        packed += LastLook(session, settings, now).at(claims)
        for claim in claims:
            outbox.settle(session, claim, sent(now), now)
        session.commit()
    session.expire_all()
    return packed


def test_a_reminder_is_a_mail_and_a_line_under_notices(
    session: Session, sessions: Sessions, settings: Settings, reminder: AudienceReminder, sam: Person
) -> None:
    assert jobs.one_batch(sessions, NOW, VIENNA)
    [mail] = deliver(session, settings, NOW)
    assert mail.to == sam.mail
    assert b"Use each for one thing." in mail.content
    assert b"One password, one purpose" in mail.content
    [told] = bell.unread(session, sam)
    assert (told.title, told.path) == ("One password, one purpose", f"/reminders/{reminder.id}")


def test_two_of_a_day_are_one_digest_and_what_comes_after_it_waits_for_the_next_morning(
    session: Session, sessions: Sessions, settings: Settings, reminder: AudienceReminder, wish: Wish, sam: Person
) -> None:
    make(
        session,
        Wish("Another", "More.", Audience.EVERYBODY, None, wish.rhythm),
        by=sam,
        form_key="k2",
        now=NOW,
        tz=VIENNA,
    )
    session.commit()
    while jobs.one_batch(sessions, NOW, VIENNA):
        pass
    [mail] = deliver(session, settings, NOW)
    assert len(mail.keys) == 2
    assert b"Good to remember" in mail.content or b"GOOD TO REMEMBER" in mail.content
    make(
        session,
        Wish("Late", "More.", Audience.EVERYBODY, None, wish.rhythm),
        by=sam,
        form_key="k3",
        now=NOW,
        tz=VIENNA,
    )
    session.commit()
    jobs.one_batch(sessions, NOW, VIENNA)
    assert deliver(session, settings, NOW) == []
    assert len(deliver(session, settings, datetime(2027, 3, 2, 7, tzinfo=UTC))) == 1


def test_no_digest_leaves_while_people_are_still_being_told(
    session: Session, sessions: Sessions, reminder: AudienceReminder, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 1)
    jobs.one_batch(sessions, NOW, VIENNA)
    assert is_gathering(session, NOW)
    while jobs.one_batch(sessions, NOW, VIENNA):
        pass
    assert not is_gathering(session, NOW)


def test_who_moved_away_before_the_mail_left_gets_none(
    session: Session, sessions: Sessions, settings: Settings, reminder: AudienceReminder, ada: Person,
    press_office: Department, census: Department,
) -> None:  # fmt: skip
    reminder.audience, reminder.department = Audience.DEPARTMENT, press_office
    session.commit()
    jobs.one_batch(sessions, NOW, VIENNA)
    ada.department = census
    session.commit()
    assert deliver(session, settings, NOW) == []
    assert session.scalars(select(Notice.state)).all() == [NoticeState.CANCELLED]
