"""Notices reach a real mail server: what the mail looks like, and what happens when the server will not have it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Department, Person, PersonState
from govdesk.notify import outbox
from govdesk.notify.claims import LEASE
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import NoticeState, Parcel
from govdesk.notify.outcomes import sent
from govdesk.notify.rules import next_try
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.notify.conftest import Queue, mails
from tools.servers.mailsink import MailSink

UTC = ZoneInfo("UTC")
Sessions = Callable[[], Session]


def deliver(session: Session, sessions: Sessions, settings: Settings) -> None:
    deliver_owed(sessions, settings)
    session.expire_all()


def now_is_the_time(session: Session) -> None:
    """For mails that wait for another try."""
    session.execute(update(Parcel).values(send_at=clock.utcnow()))
    session.commit()


def test_a_mail_says_what_it_is_about_and_leads_to_the_page(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    deliver(session, sessions, mailing)
    [mail] = mails(sink)
    assert mail["To"] == "Ada Sørensen <ada@commerce.example>"
    assert mail["From"] == "Govdesk <govdesk@commerce.example>"
    assert mail["X-Notice-Key"] == notice.key
    assert mail["Message-ID"] == notice.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime is not None
    assert "the password of noaa" in mail["Subject"]
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "http://localhost/rotations/1" in plain.get_content()
    assert "NOAA <b>" in plain.get_content()
    assert "NOAA &lt;b&gt;" in html.get_content()
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 1)


def test_what_was_sent_is_not_sent_again(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    queue()
    deliver(session, sessions, mailing)
    deliver(session, sessions, mailing)
    assert len(sink.messages()) == 1


def test_a_server_that_is_down_costs_no_try_and_the_mail_goes_out_when_it_is_back(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    sink.stop()
    deliver(session, sessions, mailing)
    assert (notice.state, notice.attempts) == (NoticeState.OWED, 0)
    sink.start()
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.SENT
    assert len(sink.messages()) == 1


def test_a_refusal_for_now_is_tried_again_later_and_longer_each_time(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    sink.refuse, tried = "451 greylisted", set()
    for minutes in (5, 10, 20):
        before = clock.utcnow()
        now_is_the_time(session)
        deliver(session, sessions, mailing)
        tried.add(notice.message_id)
        assert notice.state is NoticeState.OWED
        later = notice.send_at - before - timedelta(minutes=minutes)
        assert timedelta(0) <= later < timedelta(minutes=minutes) / 10 + timedelta(seconds=30)
    assert "greylisted" in (notice.last_error or "")
    sink.refuse = None
    now_is_the_time(session)
    deliver(session, sessions, mailing)
    assert [mail["Message-ID"] for mail in mails(sink)] == list(tried)


def test_after_three_days_of_refusals_it_has_failed(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    notice.attempts = 10
    session.commit()
    sink.refuse = "451 still not"
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.FAILED


def test_three_days_without_a_server_are_no_refusals(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    notice.due_at = clock.utcnow() - timedelta(days=4)
    session.commit()
    sink.refuse = "451 greylisted, come again"
    deliver(session, sessions, mailing)
    assert (notice.state, notice.attempts) == (NoticeState.OWED, 1)
    assert timedelta(minutes=4) < notice.send_at - clock.utcnow() < timedelta(minutes=6)


def test_what_is_refused_is_tried_for_three_days() -> None:
    now, began = NOW, NOW
    for attempts in range(1, 11):
        at = next_try(attempts, now)
        assert at is not None
        now = at
    assert now - began == timedelta(hours=72)
    assert next_try(11, now) is None


def test_a_refusal_for_good_fails_at_once_and_holds_up_nobody(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    sink.refuse = "550 no such person"
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.FAILED
    assert notice.last_error == "550 no such person"


def test_a_server_that_goes_away_in_the_middle_gets_the_rest_within_a_minute(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notices = [queue(key=f"k{n}") for n in range(3)]
    sink.refuse = "421 closing down"
    deliver(session, sessions, mailing)
    assert [notice.state for notice in notices] == [NoticeState.OWED] * 3
    assert all(notice.send_at <= clock.utcnow() + timedelta(seconds=30) for notice in notices)
    assert [notice.attempts for notice in notices] == [0, 0, 0]  # that was the server's doing


def test_without_a_mail_server_notices_wait(
    session: Session, sessions: Sessions, settings: Settings, queue: Queue
) -> None:
    notice = queue()
    deliver(session, sessions, settings)
    assert notice.state is NoticeState.OWED


def test_what_no_longer_matters_is_cancelled_and_not_sent(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue, letter: dict[str, Any]
) -> None:
    notice = queue()
    letter.clear()
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.CANCELLED
    assert sink.messages() == []


def test_a_text_that_cannot_be_written_holds_up_nobody_and_is_tried_again(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue, letter: dict[str, Any]
) -> None:
    notice = queue()
    del letter["due_on"]
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.OWED
    assert notice.send_at > clock.utcnow()
    assert "cannot be written" in (notice.last_error or "")


@pytest.mark.parametrize(
    ("mailbox", "head", "expected"),
    [
        ("press@noaa.example", "grace", "NOAA Press Office <press@noaa.example>"),
        (None, "grace", "Grace Okafor <grace@commerce.example>"),
        (None, "lars", "Noor van Dijk <noor@commerce.example>"),
        (None, None, "Noor van Dijk <noor@commerce.example>"),
    ],
)
def test_a_department_is_reached_by_its_mailbox_or_its_head_or_the_head_above(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue,
    press_office: Department, commerce: Department, cast: dict[str, Person],
    mailbox: str | None, head: str | None, expected: str,
) -> None:  # fmt: skip
    press_office.mailbox, press_office.parent = mailbox, commerce
    press_office.head = cast[head] if head else None
    commerce.head = cast["noor"]
    queue(to=press_office)
    deliver(session, sessions, mailing)
    assert [mail["To"] for mail in mails(sink)] == [expected]


def test_who_has_left_is_told_nothing_and_nobody_need_hear_of_it(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue, ada: Person
) -> None:
    notice = queue()
    ada.state = PersonState.LEFT
    session.commit()
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.CANCELLED
    assert sink.messages() == []


@pytest.mark.parametrize("fault", ["no mail", "bad mail"])
def test_a_person_who_cannot_be_reached_is_reported(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue, ada: Person, fault: str
) -> None:
    notice = queue()
    ada.mail = None if fault == "no mail" else "ada@commerce.example\r\nBcc: all@commerce.example"
    session.commit()
    deliver(session, sessions, mailing)
    assert notice.state is NoticeState.FAILED
    assert notice.last_error
    assert sink.messages() == []


def test_a_worker_that_wakes_after_its_time_cannot_undo_what_another_did(session: Session, queue: Queue) -> None:
    notice = queue()
    now = clock.utcnow()
    [frozen] = outbox.claim(session, now, UTC, 20)
    assert outbox.claim(session, now, UTC, 20) == []
    [quick] = outbox.claim(session, now + LEASE, UTC, 20)
    assert outbox.claimed(session, [frozen, quick]).keys() == {quick}
    assert outbox.settle(session, quick, sent(now), now)
    assert not outbox.settle(session, frozen, sent(now + timedelta(hours=1)), now)
    session.expire_all()
    assert (notice.state, notice.sent_at) == (NoticeState.SENT, now)


def test_told_to_stop_it_gives_back_what_it_has_not_sent(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notices = [queue(key=f"k{n}") for n in range(3)]
    deliver_owed(sessions, mailing, lambda: bool(sink.messages()))
    session.expire_all()
    assert [notice.state for notice in notices] == [NoticeState.SENT, NoticeState.OWED, NoticeState.OWED]
    assert session.scalars(select(Parcel.claimed_until)).all() == [None] * 3
