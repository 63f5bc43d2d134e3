import email
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tools.servers.mailsink import MailSink
from tools.servers.process import HOST, free_port


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@example.org", "ada@example.org", subject
    message.set_content("Grüße\n.a line that begins with a dot\n")
    return message


def send(port: int, message: EmailMessage, *to: str) -> None:
    with smtplib.SMTP(HOST, port, timeout=5) as smtp:
        smtp.send_message(message, to_addrs=list(to) or None)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mail") as sink:
        yield sink


def test_a_message_lands_as_it_was_sent_with_its_envelope_on_top(sink: MailSink) -> None:
    send(sink.port, letter("Rotation due"), "ada@example.org", "press@example.org")
    [path] = sink.messages()
    landed = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert landed["X-Mail-From"] == "desk@example.org"
    assert landed.get_all("X-Rcpt-To") == ["ada@example.org", "press@example.org"]
    assert landed["Subject"] == "Rotation due"
    assert landed.get_content().splitlines() == ["Grüße", ".a line that begins with a dot"]


def test_messages_stand_in_the_order_they_came(sink: MailSink) -> None:
    for number in range(3):
        send(sink.port, letter(f"Number {number}"))
    subjects = [email.message_from_bytes(path.read_bytes())["Subject"] for path in sink.messages()]
    assert subjects == ["Number 0", "Number 1", "Number 2"]


def test_a_refusal_reaches_the_sender_and_stores_nothing(sink: MailSink) -> None:
    sink.refuse = "451 come back later"
    with pytest.raises(smtplib.SMTPDataError, match="come back later"):
        send(sink.port, letter("Too early"))
    assert sink.messages() == []
    sink.refuse = None
    send(sink.port, letter("Now"))
    assert len(sink.messages()) == 1


def test_it_runs_as_a_program_of_its_own_until_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "tools.servers.mailsink", str(tmp_path), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert str(port) in program.stdout.readline()
        send(port, letter("Hello"))
        program.send_signal(signal.SIGTERM)
        assert program.wait(5) == 0
    assert len(list(tmp_path.glob("*.eml"))) == 1
