"""A notice exists once, whoever queues it how often."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.rules import is_address, notice_key, one_line
from tests.conftest import NOW


def owe(session: Session, to: Person | Department, *, passed: bool = False) -> bool:
    return notify.queue(session, "ticket_reply", subject=to, to=to, key="ticket:1:reply:2", at=NOW, passed=passed)


def test_a_key_that_is_known_adds_no_second_notice(session: Session, ada: Person) -> None:
    assert owe(session, ada)
    assert not owe(session, ada)
    assert session.scalar(select(func.count()).select_from(Notice)) == 1


def test_a_cancelled_notice_that_is_owed_again_is_taken_up(session: Session, ada: Person) -> None:
    owe(session, ada)
    notify.cancel(session, "ticket_reply", subject=ada, now=NOW)
    assert session.scalars(select(Notice.state)).all() == [NoticeState.CANCELLED]
    assert owe(session, ada)
    assert session.scalars(select(Notice.state)).all() == [NoticeState.OWED]


def test_what_was_sent_is_neither_cancelled_nor_superseded(session: Session, ada: Person) -> None:
    owe(session, ada)
    session.scalars(select(Notice)).one().state = NoticeState.SENT
    notify.cancel(session, "ticket_reply", subject=ada, now=NOW)
    notify.supersede(session, "ticket_reply", subject=ada, now=NOW)
    assert session.scalars(select(Notice.state)).all() == [NoticeState.SENT]


def test_a_stage_that_passed_is_only_recorded(session: Session, press_office: Department) -> None:
    assert owe(session, press_office, passed=True)
    assert session.scalars(select(Notice.state)).all() == [NoticeState.SUPERSEDED]


@pytest.mark.parametrize("key", ["a b", "tücke", "x" * 61, "line\nbreak", "x" * 300])
def test_any_key_becomes_one_short_ascii_word(key: str) -> None:
    stored = notice_key(key)
    assert stored.isascii()
    assert len(stored) <= 60
    assert not any(c.isspace() for c in stored)
    assert stored == notice_key(key) != notice_key(key + "!")


def test_a_sound_key_stays_as_it_is() -> None:
    assert notice_key("rotation:1:20270311:overdue-3:p12") == "rotation:1:20270311:overdue-3:p12"


NO_ADDRESS = (
    "", "ada", "ada@", "@b.c", "a@b@c", "a b@c.d", "<a@b.c>", "å@b.c", "a@b.c,d@e.f",
    "a@b\r\nBcc: x@y.z", "a" * 250 + "@b.c",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_plain_address_is_never_handed_to_a_mail_server(text: str) -> None:
    assert not is_address(text)


def test_a_header_is_one_line() -> None:
    assert one_line("Reset\r\nBcc: all@example.org\x00 \u2028now") == "Reset Bcc: all@example.org now"
