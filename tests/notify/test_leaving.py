"""Some mail may be left: by one press, on one's page, never by opening a link, and only what policy names."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.desk import notices as desk_notices  # noqa: F401 - lets receipts be left
from govdesk.directory.models import Person
from govdesk.files import FileError, PolicyFiles
from govdesk.notify import kinds
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.letters import Text, Voice
from govdesk.notify.models import LeftKind, Notice, NoticeState
from govdesk.notify.policy import sound_policy
from govdesk.settings import Settings
from tests.notify.conftest import mails
from tests.pages import PageClient
from tools.servers.mailsink import MailSink

RECEIPT, REMINDER = "ticket_filed", "rotation_reminder"
Owe = Callable[[str], Notice]


@pytest.fixture
def owe(session: Session, ada: Person, letter: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Owe:
    """Owes ada a notice of this kind; a receipt reads like a reminder here."""

    def say(self: Voice, _notice: Notice, names: dict[str, object]) -> Text:
        return self._text(REMINDER, {**names, "why": "you asked for it."})

    notify.writes(RECEIPT, lambda *_: letter)
    monkeypatch.setattr("govdesk.notify.letters.Voice.text", say)

    def add(kind: str) -> Notice:
        key = f"{kind}:{clock.utcnow():%f}"
        notify.queue(session, kind, subject=ada, to=ada, key=key, at=clock.utcnow())
        session.commit()
        return session.scalars(select(Notice).where(Notice.key == key)).one()

    assert RECEIPT in kinds._KINDS  # noqa: SLF001
    return add


@pytest.fixture
def deliver(session: Session, sessions: Callable[[], Session], mailing: Settings) -> Callable[[], None]:
    def run() -> None:
        deliver_owed(sessions, mailing)
        session.expire_all()

    return run


@pytest.fixture
def way_out(owe: Owe, deliver: Callable[[], None], sink: MailSink) -> str:
    """The address in the mail's header, without the host."""
    owe(RECEIPT)
    deliver()
    [mail] = mails(sink)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://localhost(/\S+)>", str(mail["List-Unsubscribe"]))
    assert found
    return found[1]


def left(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(LeftKind.kind)))


def test_a_press_in_the_mail_program_ends_it_without_a_session(
    client: PageClient, session: Session, way_out: str
) -> None:
    answer = client.post(way_out, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert left(session) == [RECEIPT]
    assert client.post(way_out).status_code == 200
    assert left(session) == [RECEIPT]


def test_opening_the_link_ends_nothing(client: PageClient, session: Session, way_out: str) -> None:
    assert "Stop this mail" in client.get(way_out).text
    assert left(session) == []


@pytest.mark.parametrize("wrong", ["", "?token=", "?token=x", "?token=WzEsInRpY2tldF9maWxlZCJd.forged"])
def test_a_link_that_is_not_ours_ends_nothing(client: PageClient, session: Session, wrong: str) -> None:
    for ask in (client.get, client.post):
        assert ask("/notices/leaving" + wrong).status_code == 404
    assert left(session) == []


def test_what_was_left_stands_in_the_pages_only(
    client: PageClient,
    session: Session,
    way_out: str,
    owe: Owe,
    deliver: Callable[[], None],
    sink: MailSink,
    ada: Person,
) -> None:
    client.post(way_out)
    notice = owe(RECEIPT)
    deliver()
    assert notice.state is NoticeState.KEPT
    assert len(sink.messages()) == 1
    assert notice.title is not None
    assert client.sign_in(ada).get("/notices").text.count(notice.title) == 2


def test_what_others_rely_on_has_no_way_out(
    client: PageClient, session: Session, owe: Owe, deliver: Callable[[], None], sink: MailSink, ada: Person
) -> None:
    session.add(LeftKind(person_id=ada.id, kind=REMINDER, left_at=clock.utcnow()))
    notice = owe(REMINDER)
    deliver()
    assert notice.state is NoticeState.SENT
    [mail] = mails(sink)
    assert mail["List-Unsubscribe"] is None
    client.sign_in(ada)
    answer = client.submit("/settings/notices", to="/settings/notices/kinds", kind=REMINDER, wanted="no")
    assert answer.status_code == 404


def test_ones_page_ends_it_and_has_it_sent_again(client: PageClient, session: Session, ada: Person) -> None:
    client.sign_in(ada)
    client.submit("/settings/notices", to="/settings/notices/kinds", kind=RECEIPT, wanted="no")
    assert left(session) == [RECEIPT]
    client.submit("/settings/notices", to="/settings/notices/kinds", kind=RECEIPT, wanted="yes")
    assert left(session) == []


def test_a_policy_cannot_let_people_leave_what_others_rely_on(tmp_path: Path) -> None:
    (tmp_path / "notices.yml").write_text(f"may_be_left: [{REMINDER}]")
    with pytest.raises(FileError, match="nobody may leave rotation_reminder"):
        sound_policy(PolicyFiles(tmp_path))
