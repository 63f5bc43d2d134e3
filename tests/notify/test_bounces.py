"""A delivery report that comes back later fails its notices; an address that does not exist is known as refused."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.notify.bounces import read_report, take_back
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import Notice, NoticeState, RefusedAddress
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.notify.conftest import Queue

REPORT = b"""\
From: MAILER-DAEMON@mx.example\r
To: bounces@commerce.example\r
Subject: Undelivered\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Sorry.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; ada@commerce.example\r
Action: ACTION\r
Status: STATUS\r
Diagnostic-Code: smtp; 550 STATUS no such person\r
\r
--b\r
Content-Type: KIND\r
\r
Message-ID: THAT-ONE\r
Subject: Change the password\r
\r
--b--\r
"""


def report(
    message_id: str | None, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822"
) -> bytes:
    said = {b"ACTION": action, b"STATUS": status, b"KIND": kind, b"THAT-ONE": message_id or ""}
    raw = REPORT
    for name, value in said.items():
        raw = raw.replace(name, value.encode())
    return raw


@pytest.fixture
def sent(session: Session, sessions: Callable[[], Session], mailing: Settings, queue: Queue) -> Notice:
    notice = queue()
    deliver_owed(sessions, mailing)
    session.expire_all()
    assert notice.state is NoticeState.SENT
    return notice


def take(session: Session, raw: bytes) -> list[str]:
    found = read_report(raw)
    assert found is not None
    keys = take_back(session, found, NOW)
    session.expire_all()
    return keys


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_what_came_back_has_failed_and_the_address_is_refused(session: Session, sent: Notice, kind: str) -> None:
    assert take(session, report(sent.message_id, kind=kind)) == [sent.key]
    assert (sent.state, sent.last_error) == (NoticeState.FAILED, "came back: 550 5.1.1 no such person")
    assert session.scalars(select(RefusedAddress.address)).all() == ["ada@commerce.example"]


def test_a_mail_that_was_not_liked_says_nothing_about_the_address(session: Session, sent: Notice) -> None:
    assert take(session, report(sent.message_id, status="5.7.1")) == [sent.key]
    assert session.scalars(select(RefusedAddress)).all() == []


def test_a_delay_is_no_failure(session: Session, sent: Notice) -> None:
    assert take(session, report(sent.message_id, action="delayed", status="4.4.1")) == []
    assert sent.state is NoticeState.SENT


def test_a_report_about_a_strangers_mail_changes_nothing(session: Session, sent: Notice, ada: Person) -> None:
    assert take(session, report("<somebody@else.example>")) == []
    assert sent.state is NoticeState.SENT
    assert session.scalars(select(RefusedAddress)).all() == []


def test_it_is_taken_in_once(session: Session, sent: Notice) -> None:
    assert take(session, report(sent.message_id)) == [sent.key]
    assert take(session, report(sent.message_id)) == []


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"Subject: hello\r\n\r\nI am away.", b"Content-Type: multipart/report\r\n\r\n--x"]
)
def test_anything_else_is_no_report(raw: bytes) -> None:
    assert read_report(raw) is None


def test_a_report_without_order_is_read_as_far_as_it_goes(session: Session, sent: Notice) -> None:
    broken = report(sent.message_id).replace(b"rfc822; ada@commerce.example", b"x400; \xff\xfe")
    assert take(session, broken) == []
