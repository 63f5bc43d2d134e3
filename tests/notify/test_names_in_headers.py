"""Names and subjects are people's words: on the wire they stay words, whatever they look like."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.notify.jobs import deliver_owed
from govdesk.settings import Settings
from tests.notify.conftest import Queue, mails
from tools.servers.mailsink import MailSink

LONG = "Division of Outreach and Public Engagement of the National Bureau"
NAMES = (
    f"Press Office, {LONG}, x@evil.example, Room 12",
    f"Büro für Öffentlichkeit, {LONG}, x@evil.example, Zimmer 12",
    f"{LONG} <x@evil.example>, Press",
    f'{LONG} ", x@evil.example, "',
    f"{LONG}: x@evil.example;",
    f"{LONG} (x@evil.example",
    f"{LONG} =?utf-8?q?=2C_x=40evil.example=2C?= Press",
    f"Press\r\nBcc: x@evil.example\r\n\r\n{LONG}",
    f"=?utf-8?q?a=0D=0ABcc:_x=40evil.example?= {LONG}",
    "x" * 300,
    ", " * 100,
)


def send_to(name: str, ada: Person, queue: Queue, sessions: Callable[[], Session], settings: Settings) -> None:
    ada.name = name
    queue()
    deliver_owed(sessions, settings)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_adds_an_address_or_a_header(
    sessions: Callable[[], Session], mailing: Settings, sink: MailSink, queue: Queue, ada: Person, name: str
) -> None:
    send_to(name, ada, queue, sessions, mailing)
    [mail] = mails(sink)
    assert [address.addr_spec for address in mail["To"].addresses] == ["ada@commerce.example"]
    assert mail.get_all("X-Rcpt-To") == ["ada@commerce.example"]
    assert mail["Bcc"] is None
    assert mail["Subject"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Lovelace, Ada", "Lovelace Ada"),
        ("U.S. Bureau's Press & Outreach", "U.S. Bureau's Press & Outreach"),
        (f"Ada Sørensen of the {LONG}", f"Ada Sørensen of the {LONG}"),
    ],
)
def test_a_name_can_still_be_read(
    sessions: Callable[[], Session], mailing: Settings, sink: MailSink, queue: Queue, ada: Person,
    name: str, shown: str,
) -> None:  # fmt: skip
    send_to(name, ada, queue, sessions, mailing)
    [mail] = mails(sink)
    [address] = mail["To"].addresses
    assert address.display_name == shown


@pytest.mark.parametrize("words", ["a\r\nBcc: x@evil.example", "=?utf-8?q?a=0D=0ABcc:_x=40evil.example?= b"])
def test_no_subject_adds_a_header(
    sessions: Callable[[], Session], mailing: Settings, sink: MailSink, queue: Queue, letter: dict[str, Any],
    ada: Person, words: str,
) -> None:  # fmt: skip
    letter["what"] = words
    send_to("Ada", ada, queue, sessions, mailing)
    [mail] = mails(sink)
    assert mail["Bcc"] is None
    assert mail["X-Notice-Key"]
    assert mail.get_body(("plain",)) is not None
