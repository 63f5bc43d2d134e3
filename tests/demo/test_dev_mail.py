"""The mail of the sample company can be read at /dev/mail, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.demo import views
from govdesk.demo.mails import linkified
from govdesk.settings import Settings
from tests.pages import PageClient

MAIL = """\
X-Mail-From: govdesk@commerce.example\r
From: govdesk@commerce.example\r
To: Ada <ada@commerce.example>\r
Subject: {subject}\r
Date: Mon, 01 Mar 2027 09:30:00 +0000\r
Content-Type: text/plain; charset="utf-8"\r
\r
{text}\r
"""


@pytest.fixture
def reader(settings: Settings, sessions: Callable[[], Session], mail_folder: Path) -> PageClient:
    """A browser of the sample company, signed in as nobody."""
    app = create_app(settings.model_copy(update={"dev_mail": mail_folder}))
    app.testing = True
    app.extensions["engine"].dispose()
    app.extensions.update(sessions=sessions, reading_sessions=sessions, public_sessions=sessions)
    app.test_client_class = PageClient
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def receive(folder: Path, name: str, subject: str, text: str = "") -> None:
    (folder / name).write_bytes(MAIL.format(subject=subject, text=text).encode())


def test_the_newest_stands_first(reader: PageClient, mail_folder: Path) -> None:
    receive(mail_folder, "20270301T093000.000000Z-1.eml", "First")
    receive(mail_folder, "20270301T093001.000000Z-2.eml", "Second")
    text = reader.get("/dev/mail").text
    assert 0 < text.index("Second") < text.index("First")
    assert "Ada &lt;ada@commerce.example&gt;" in text


def test_an_empty_folder_says_what_will_come(reader: PageClient, mail_folder: Path) -> None:
    assert "No mail yet" in reader.get("/dev/mail").text
    mail_folder.rmdir()
    assert "No mail yet" in reader.get("/dev/mail").text


def test_links_can_be_followed_and_nothing_else_comes_alive(reader: PageClient, mail_folder: Path) -> None:
    receive(mail_folder, "1.eml", "<script>x</script>", "Open http://localhost/rotations/1. <img src=x> javascript:x")
    text = reader.get("/dev/mail/1.eml").text
    assert '<a href="http://localhost/rotations/1">http://localhost/rotations/1</a>.' in text
    assert "<img" not in text.partition("message-text")[2]
    assert "<script>x" not in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "name", ["2.eml", "..%2Fsecret.eml", "%2e%2e/secret.eml", "/etc/passwd", "1.eml%00", "", "."]
)
def test_only_mails_of_the_folder_are_shown(reader: PageClient, mail_folder: Path, name: str) -> None:
    receive(mail_folder, "1.eml", "Hello")
    receive(mail_folder.parent, "secret.eml", "Secret")
    answer = reader.get(f"/dev/mail/{name}")
    assert answer.status_code in (308, 400, 404)
    assert "Secret" not in answer.text


def test_without_the_setting_the_pages_do_not_exist(client: PageClient) -> None:
    assert client.get("/dev/mail").status_code == 404
    assert client.get("/dev/mail/1.eml").status_code == 404


def test_the_pages_cannot_be_added_without_the_setting(settings: Settings) -> None:
    app = Flask("bare")
    app.config["GOVDESK"] = settings
    with pytest.raises(RuntimeError, match="GOVDESK_DEV_MAIL"):
        app.register_blueprint(views.bp)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"http://a.b/?x=1&y=2"', '&#34;<a href="http://a.b/?x=1&amp;y=2">http://a.b/?x=1&amp;y=2</a>&#34;'),
        ("(see https://a.b/c).", '(see <a href="https://a.b/c">https://a.b/c</a>).'),
        ("ftp://a.b data:x", "ftp://a.b data:x"),
    ],
)
def test_addresses_become_links(text: str, html: str) -> None:
    assert linkified(text) == html
