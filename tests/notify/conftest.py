"""A reminder queued for ada, and a real mail server that keeps what it gets."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.directory.models import Department, Person
from govdesk.notify import gathering, kinds
from govdesk.notify.models import Notice
from govdesk.settings import Settings
from tools.servers.mailsink import MailSink

Queue = Callable[..., Notice]


class Account:
    handle, name, url = "noaa", "NOAA <b>", "https://x.com/noaa"


class Reason:
    label = "Scheduled by security"


@pytest.fixture
def names() -> dict[str, Any]:
    """What the letter says; a test may change it."""
    return {
        "account": Account, "what": "the password", "due_on": date(2027, 3, 11), "reason": Reason,
        "asked": [], "path": "/rotations/1", "to_department": False, "is_holder": True,
        "is_told_only": False,
    }  # fmt: skip


@pytest.fixture
def letter(monkeypatch: pytest.MonkeyPatch, names: dict[str, Any]) -> dict[str, Any]:
    """The reminder's templates, filled with `names`, each in a mail of its own; emptied, it no longer matters."""
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))  # noqa: SLF001
    notify.writes("rotation_reminder", lambda *_: names or None)
    return names


@pytest.fixture
def names_of(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the letter of one key says, where that is something else."""
    return {"bad": dict(names)}


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch, names: dict[str, Any], names_of: dict[str, dict[str, Any]]) -> None:
    """Reminders that go into the digest."""
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))  # noqa: SLF001
    monkeypatch.setattr(gathering, "_GATHERERS", [])
    under = notify.Digested("Credentials to change", place=10)
    notify.writes("rotation_reminder", lambda _session, notice: names_of.get(notice.key, names), digested=under)


@pytest.fixture
def mailing_nowhere(settings: Settings) -> Settings:
    return settings.model_copy(update={"mail_from": "govdesk@commerce.example"})


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "sink") as sink:
        yield sink


@pytest.fixture
def mailing(settings: Settings, sink: MailSink) -> Settings:
    """Settings with our mail server."""
    return settings.model_copy(update={"smtp_url": sink.url, "mail_from": "govdesk@commerce.example"})


@pytest.fixture
def queue(session: Session, ada: Person, letter: dict[str, Any]) -> Queue:
    """`queue()` owes ada a reminder; another recipient or key may be given."""

    def add(to: Person | Department = ada, key: str = "rotation:1:20270311:14:p1") -> Notice:
        at = clock.utcnow() - timedelta(seconds=1)
        assert notify.queue(session, "rotation_reminder", subject=ada, to=to, key=key, at=at, stage="14")
        session.commit()
        return session.scalars(select(Notice).where(Notice.key == key)).one()

    return add


def mails(sink: MailSink) -> list[EmailMessage]:
    return [read(path.read_bytes()) for path in sink.messages()]


def read(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail
