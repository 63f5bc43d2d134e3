"""The connection to the mail server is kept from run to run, renewed when it broke and closed when it lies idle."""

import smtplib
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.models import Person
from govdesk.notify import line as lines
from govdesk.notify.jobs import deliver_over
from govdesk.notify.line import IDLE_SECONDS, Line
from govdesk.notify.mailer import open_server
from govdesk.settings import Settings
from tests.notify.conftest import Queue, mails
from tools.servers.mailsink import MailSink

Run = Callable[[], None]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[smtplib.SMTP]:
    """The connections that were opened."""
    opened: list[smtplib.SMTP] = []

    def open_one(settings: Settings) -> smtplib.SMTP:
        opened.append(open_server(settings))
        return opened[-1]

    monkeypatch.setattr(lines, "open_server", open_one)
    return opened


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


@pytest.fixture
def run(line: Line, sessions: Callable[[], Session], mailing: Settings) -> Run:
    return lambda: deliver_over(line, sessions, mailing, lambda: False)


def test_the_next_run_uses_the_same(opened: list[smtplib.SMTP], run: Run, queue: Queue, sink: MailSink) -> None:
    for number in range(3):
        queue(key=f"k{number}")
        run()
    assert len(sink.messages()) == 3
    assert len(opened) == 1


def test_after_the_server_was_restarted_there_is_another(
    opened: list[smtplib.SMTP], run: Run, queue: Queue, sink: MailSink
) -> None:
    queue(key="a")
    run()
    sink.stop()
    sink.start()
    queue(key="b")
    run()
    assert [mail["X-Notice-Key"] for mail in mails(sink)] == ["a", "b"]
    assert len(opened) == 2


def test_who_has_nothing_to_send_for_a_while_hangs_up(
    opened: list[smtplib.SMTP], run: Run, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    run()
    run()
    assert opened[0].sock is not None
    later = clock.ticking() + IDLE_SECONDS
    monkeypatch.setattr(clock, "ticking", lambda: later)
    run()
    assert opened[0].sock is None


@pytest.mark.parametrize("answer", ["550 no such person", "451 greylisted"])
def test_one_refused_recipient_holds_up_nobody_on_the_same_connection(
    opened: list[smtplib.SMTP], run: Run, queue: Queue, sink: MailSink, ada: Person, olu: Person, answer: str
) -> None:
    assert ada.mail
    sink.refuse_to = {ada.mail: answer}
    queue(key="a")
    queue(to=olu, key="b")
    run()
    assert [mail["X-Rcpt-To"] for mail in mails(sink)] == [olu.mail]
    assert len(opened) == 1


def test_a_line_of_the_text_that_is_one_dot_does_not_end_the_mail(
    run: Run, queue: Queue, sink: MailSink, letter: dict[str, object]
) -> None:
    letter["what"] = "it\n.\nMAIL FROM:<x@evil.example>"
    queue()
    run()
    [mail] = mails(sink)
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "\n.\nMAIL FROM" in plain.get_content().replace("\r", "")
