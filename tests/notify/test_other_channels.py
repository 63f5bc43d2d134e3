"""Notices are announced to another program, signed and without people; chat rooms hear of alarms once."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock, notify
from govdesk.directory.models import Person
from govdesk.notify import kinds
from govdesk.notify.letters import Voice
from govdesk.notify.models import Notice, NoticeState, Posting
from govdesk.notify.posting import announce, post_owed
from govdesk.notify.webhook import signature
from govdesk.settings import Settings, SettingsError

Sessions = Callable[[], Session]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is told."""

    status: ClassVar[int] = 204
    retry_after: ClassVar[str] = ""
    got: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        if self.retry_after:
            self.send_header("Retry-After", self.retry_after)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Receiver.status, Receiver.got, Receiver.retry_after = 204, [], ""
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def hooked(settings: Settings, address: str) -> Settings:
    change = {
        "webhook_url": SecretStr(f"http://{address}/hook?token=secret"), "webhook_private": True,
        "webhook_secret": SecretStr(SECRET),
    }  # fmt: skip
    return settings.model_copy(update=change)


@pytest.fixture
def owe(session: Session, ada: Person) -> Callable[..., Notice]:
    def add(settings: Settings, key: str = "alarm:1:p1", kind: str = "sync_alarm") -> Notice:
        notify.queue(session, kind, subject=ada, to=ada, key=key, at=clock.utcnow())
        notice = session.scalars(select(Notice).where(Notice.key == key)).one()
        notice.title, notice.path = "People are not brought up to date", "/settings/directory"
        announce(session, [notice], settings, clock.utcnow())
        session.commit()
        return notice

    return add


def posting(session: Session) -> Posting:
    session.expire_all()
    return session.scalars(select(Posting)).one()


def test_a_signed_announcement_names_thing_and_page_and_no_person(
    session: Session, sessions: Sessions, hooked: Settings, owe: Callable[..., Notice]
) -> None:
    notice = owe(hooked)
    post_owed(sessions, hooked)
    [(_path, headers, body)] = Receiver.got
    assert headers["webhook-id"] == notice.key
    signed = signature(SECRET, notice.key, headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == f"v1,{signed}"
    told = json.loads(body)
    assert told["type"] == "notice.sync_alarm"
    assert told["data"]["url"] == "http://localhost/settings/directory"
    assert b"ada" not in body.lower()
    assert (posting(session).state, posting(session).attempts) == (NoticeState.SENT, 1)


def test_the_signature_is_that_of_the_published_example() -> None:
    body = b'{"test": 2432232314}'
    assert signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body) == (
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_tried_again_with_the_same_id_and_led_nowhere(
    session: Session, sessions: Sessions, hooked: Settings, owe: Callable[..., Notice], status: int
) -> None:
    owe(hooked)
    Receiver.status = status
    post_owed(sessions, hooked)
    waiting = posting(session)
    assert (waiting.state, waiting.attempts) == (NoticeState.OWED, 1)
    assert waiting.send_at > clock.utcnow() + timedelta(minutes=4)
    assert "secret" not in (waiting.last_error or "")
    Receiver.status, waiting.send_at = 204, clock.utcnow()
    session.commit()
    post_owed(sessions, hooked)
    assert posting(session).state is NoticeState.SENT
    assert [path for path, *_rest in Receiver.got] == ["/hook?token=secret"] * 2
    assert len({headers["webhook-id"] for _path, headers, _body in Receiver.got}) == 1


def test_a_receiver_that_is_gone_is_not_called_again(
    session: Session, sessions: Sessions, hooked: Settings, owe: Callable[..., Notice]
) -> None:
    owe(hooked)
    Receiver.status = 410
    post_owed(sessions, hooked)
    assert (posting(session).state, posting(session).attempts) == (NoticeState.FAILED, 1)


def test_a_busy_receiver_gets_the_time_it_asks_for(
    session: Session, sessions: Sessions, hooked: Settings, owe: Callable[..., Notice]
) -> None:
    owe(hooked)
    Receiver.status, Receiver.retry_after = 429, "3600"
    post_owed(sessions, hooked)
    waiting = posting(session)
    assert waiting.state is NoticeState.OWED
    assert timedelta(minutes=59) < waiting.send_at - clock.utcnow() < timedelta(minutes=61)


def test_after_one_that_is_not_taken_the_others_wait_for_the_next_turn(
    sessions: Sessions, hooked: Settings, owe: Callable[..., Notice]
) -> None:
    for number in range(3):
        owe(hooked, key=f"alarm:{number}:p1")
    Receiver.status = 500
    post_owed(sessions, hooked)
    assert len(Receiver.got) == 1


@pytest.mark.parametrize("waits", [True, False], ids=["without a mail server", "while mail leaves"])
def test_an_alarm_is_announced_also_when_no_mail_leaves(
    session: Session, sessions: Sessions, hooked: Settings, ada: Person, monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))  # noqa: SLF001
    notify.writes("breakglass", lambda *_: {"login": "root", "until": clock.utcnow(), "path": "/settings"})
    monkeypatch.setattr(Voice, "title", lambda *_: "A local administrator was made")
    owed_at = clock.utcnow() - timedelta(minutes=2 if waits else 0)
    notify.queue(session, "breakglass", subject=ada, to=ada, key="breakglass:1:p1", at=owed_at)
    session.commit()
    for _again in range(2):
        post_owed(sessions, hooked)
    told = [json.loads(body)["data"]["url"] for _path, _headers, body in Receiver.got]
    assert told == (["http://localhost/settings"] if waits else [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_inside_is_not_called_unless_that_is_allowed(
    session: Session, sessions: Sessions, hooked: Settings, owe: Callable[..., Notice], address: str, scheme: str
) -> None:
    guarded = hooked.model_copy(
        update={"webhook_private": False, "webhook_url": SecretStr(f"{scheme}://{address}/hook")}
    )
    owe(guarded)
    post_owed(sessions, guarded)
    assert Receiver.got == []
    assert posting(session).state is NoticeState.OWED


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by Apprise
def test_a_chat_room_hears_of_an_alarm_once_however_many_are_told(
    session: Session, sessions: Sessions, settings: Settings, owe: Callable[..., Notice], address: str
) -> None:
    chatting = settings.model_copy(
        update={"chat_urls": SecretStr(f"mmost://{address}/3ccdd113474722377935511fc85d3dd4")}
    )
    Receiver.status = 200
    for person in (1, 2, 3):
        owe(chatting, f"alarm:1:p{person}")
    owe(chatting, "rotation:1:p1", "rotation_reminder")
    post_owed(sessions, chatting)
    [(_path, _headers, body)] = Receiver.got
    assert "People are not brought up to date" in body.decode()
    assert "http://localhost/settings/directory" in body.decode()
    assert posting(session).state is NoticeState.SENT


@pytest.mark.parametrize(
    ("name", "value"),
    [("CHAT_URLS", "file:///etc/passwd"), ("CHAT_URLS", "json://inside"), ("WEBHOOK_URL", "ftp://x")],
)
def test_addresses_of_other_kinds_stop_the_start_and_are_not_repeated(name: str, value: str) -> None:
    environ = {
        "GOVDESK_DATABASE_URL": "sqlite:///x", "GOVDESK_SECRET_KEY": "0123456789abcdef", f"GOVDESK_{name}": value,
    }  # fmt: skip
    with pytest.raises(SettingsError, match=f"GOVDESK_{name}") as wrong:
        Settings.read(environ)
    assert value not in str(wrong.value)
