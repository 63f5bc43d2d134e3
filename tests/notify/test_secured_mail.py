"""Mail travels encrypted where the server offers it, and only to the server that the certificate names."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import NoticeState
from govdesk.settings import Settings
from tests.notify.conftest import Queue, mails
from tools.servers.certificates import Kind, make
from tools.servers.mailsink import MailSink, Tls
from tools.servers.unprivileged import passing_folder

Sessions = Callable[[], Session]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where who makes certificates may write."""
    with passing_folder("mail-tls") as folder:
        yield folder


def secured(folder: Path, settings: Settings, *, at_once: bool, kind: Kind = Kind.GOOD) -> tuple[MailSink, Settings]:
    made = make(folder, kind)
    sink = MailSink(folder / "sink", tls=Tls(made.certificate, made.key, at_once))
    return sink, settings.model_copy(update={"smtp_url": sink.url, "smtp_ca_file": made.authority})


@pytest.mark.parametrize("at_once", [True, False])
def test_a_server_with_the_right_certificate_gets_it(
    session: Session, sessions: Sessions, settings: Settings, queue: Queue, folder: Path, at_once: bool
) -> None:
    notice = queue()
    sink, mailing = secured(folder, settings, at_once=at_once)
    with sink:
        deliver_owed(sessions, mailing)
    assert [mail["X-Notice-Key"] for mail in mails(sink)] == [notice.key]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("fault", [Kind.WRONG_HOST, Kind.EXPIRED, Kind.ROGUE])
def test_any_other_gets_nothing_and_mail_waits(
    session: Session, sessions: Sessions, settings: Settings, queue: Queue, folder: Path, at_once: bool, fault: Kind
) -> None:
    notice = queue()
    sink, mailing = secured(folder, settings, at_once=at_once, kind=fault)
    with sink:
        deliver_owed(sessions, mailing)
    session.expire_all()
    assert sink.messages() == []
    assert (notice.state, notice.attempts) == (NoticeState.OWED, 0)


def test_a_password_is_not_told_to_a_server_without_encryption(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    notice = queue()
    named = mailing.model_copy(update={"smtp_url": sink.url.replace("://", "://govdesk:secret@")})
    deliver_owed(sessions, named)
    session.expire_all()
    assert sink.messages() == []
    assert notice.state is NoticeState.OWED


def test_where_bounces_go_is_the_envelopes_sender_and_not_the_mails(
    session: Session, sessions: Sessions, mailing: Settings, sink: MailSink, queue: Queue
) -> None:
    queue()
    deliver_owed(sessions, mailing.model_copy(update={"bounces_to": "bounces@commerce.example"}))
    [mail] = mails(sink)
    assert mail["X-Mail-From"] == "bounces@commerce.example"
    assert mail["From"] == "Govdesk <govdesk@commerce.example>"
