"""An address refused for good is known to security, and somebody near its reader hears that mail comes back."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Department, Person
from govdesk.notify import refusal_letters
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import Notice, NoticeState, Parcel, RefusedAddress
from govdesk.notify.refusals import KIND
from govdesk.notify.rules import blames_address
from govdesk.settings import Settings
from tests.notify.conftest import Queue, mails
from tests.pages import PageClient
from tools.servers.mailsink import MailSink

NO_SUCH = "550 5.1.1 no such person"
Deliver = Callable[[], None]


@pytest.fixture
def deliver(session: Session, sessions: Callable[[], Session], mailing: Settings) -> Deliver:
    def run() -> None:
        deliver_owed(sessions, mailing)
        session.expire_all()

    return run


@pytest.fixture
def refused(session: Session, ada: Person, grace: Person, sink: MailSink, queue: Queue, deliver: Deliver) -> Person:
    """Ada, whose mail came back once; Grace is her manager."""
    ada.manager = grace
    assert ada.mail
    sink.refuse_to = {ada.mail: NO_SUCH}
    queue(key="first")
    deliver()
    return ada


def word_to(session: Session) -> list[Person | Department | None]:
    return [one.person or one.department for one in session.scalars(select(Notice).where(Notice.kind == KIND))]


@pytest.mark.parametrize(
    ("reason", "at_door", "expected"),
    [
        ("550 5.1.1 no such person", True, True),
        ("550 5.1.1 no such person", False, True),
        ("552 5.2.2 mailbox full", True, True),
        ("550 no such person", True, True),
        ("550 looks like spam", False, False),
        ("550 5.7.1 relay access denied", True, False),
        ("552 5.3.4 message too big", False, False),
        ("550 5.1.8 bad sender", True, False),
    ],
)
def test_only_what_is_about_the_address_counts_against_it(reason: str, at_door: bool, expected: bool) -> None:
    assert blames_address(reason, at_door=at_door) is expected


def test_the_manager_hears_that_mail_comes_back_and_not_what_it_said(
    session: Session, refused: Person, grace: Person, sink: MailSink, deliver: Deliver
) -> None:
    assert word_to(session) == [grace]
    deliver()
    [mail] = mails(sink)
    assert mail["X-Rcpt-To"] == grace.mail
    assert mail["Subject"] == "Mail does not reach Ada Sørensen"
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "http://localhost/people/ada" in plain.get_content()
    assert "noaa" not in plain.get_content()


def test_it_is_tried_again_and_the_word_is_given_once_a_day(
    session: Session, refused: Person, queue: Queue, deliver: Deliver
) -> None:
    second = queue(key="second")
    deliver()
    assert (second.state, second.attempts) == (NoticeState.FAILED, 1)
    assert len(word_to(session)) == 1


def test_a_mail_that_gets_through_ends_it(
    session: Session, refused: Person, sink: MailSink, queue: Queue, deliver: Deliver
) -> None:
    sink.refuse_to = {}
    queue(key="second")
    deliver()
    assert session.scalars(select(RefusedAddress)).all() == []
    [word] = session.scalars(select(Notice).where(Notice.kind == KIND))
    assert word.state in (NoticeState.SENT, NoticeState.CANCELLED)


def test_with_another_address_nobody_has_to_hear_of_the_old_one(
    session: Session, client: PageClient, refused: Person, sam: Person
) -> None:
    client.sign_in(sam)
    assert "ada@commerce.example" in client.get("/notices/refused").text
    [word] = session.scalars(select(Notice).where(Notice.kind == KIND))
    assert refusal_letters.letter(session, word) is not None
    refused.mail = "ada.sorensen@commerce.example"
    session.commit()
    assert refusal_letters.letter(session, word) is None
    assert "ada@commerce.example" not in client.get("/notices/refused").text


def test_of_a_departments_mailbox_its_head_hears(
    session: Session, press_office: Department, olu: Person, sink: MailSink, queue: Queue, deliver: Deliver
) -> None:
    press_office.mailbox, press_office.head = "press@noaa.example", olu
    sink.refuse_to = {"press@noaa.example": NO_SUCH}
    queue(to=press_office)
    deliver()
    assert word_to(session) == [olu]


def test_a_refusal_for_now_counts_against_nobody(
    session: Session, ada: Person, sink: MailSink, queue: Queue, deliver: Deliver
) -> None:
    assert ada.mail
    sink.refuse_to = {ada.mail: "450 4.2.1 busy"}
    queue()
    deliver()
    session.execute(update(Parcel).values(send_at=clock.utcnow()))
    session.commit()
    deliver()
    assert session.scalars(select(RefusedAddress)).all() == []


def test_who_does_not_look_after_the_house_is_not_told_whose_mail_comes_back(
    client: PageClient, refused: Person, grace: Person
) -> None:
    assert client.sign_in(grace).get("/notices/refused").status_code == 403


@pytest.mark.parametrize("has_manager", [True, False])
def test_somebody_hears_of_who_has_no_address_at_all(
    session: Session, ada: Person, grace: Person, sam: Person, queue: Queue, deliver: Deliver, has_manager: bool
) -> None:
    ada.mail, ada.manager, ada.department = None, grace if has_manager else None, None
    notice = queue(key="first")
    deliver()
    assert (notice.state, notice.path) == (NoticeState.FAILED, "/rotations/1")
    assert (notice.title or "").startswith("Change the password of noaa")
    assert word_to(session) == [grace if has_manager else sam]


def test_what_was_given_up_stands_where_the_house_is_looked_after(
    session: Session, ada: Person, sam: Person, client: PageClient, queue: Queue, deliver: Deliver
) -> None:
    ada.mail = None
    queue(key="first")
    deliver()
    client.sign_in(sam)
    assert "1 notice could not be delivered" in client.get("/").text
    seen = client.get("/notices/refused").text
    assert "ada has no mail address" in seen
    assert "NOAA" not in seen
