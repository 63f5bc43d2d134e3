"""`govdesk breakglass` as an operator sees it, and the mail that follows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result

from govdesk import db
from govdesk.access import Role
from govdesk.cli import main
from govdesk.directory.models import Person, PersonRole
from govdesk.notify.jobs import deliver_owed
from govdesk.settings import Settings
from govdesk.signin import letters  # noqa: F401 - what the worker imports for its words
from tests.databases import migrated
from tests.notify.conftest import mails
from tools.servers.mailsink import MailSink
from tools.servers.slapd import Slapd


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with migrated(tmp_path) as url:
        yield {
            "GOVDESK_DATABASE_URL": url,
            "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
            "GOVDESK_BASE_URL": "https://desk.example",
        }


def govdesk(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["breakglass", *arguments], env=environment)


def test_x1_opening_prints_once_what_opens_the_door(environment: dict[str, str]) -> None:
    answer = govdesk(environment, "open", "rescue", "--hours", "2", "--json")
    assert answer.exit_code == 0, answer.stderr
    shown = json.loads(answer.stdout)
    assert shown["address"] == "https://desk.example/signin/breakglass"
    assert len(shown["password"].replace("-", "")) == 28
    assert pyotp.parse_uri(shown["otpauth"]).secret == shown["secret"]
    state = json.loads(govdesk(environment, "status", "--json").stdout)
    assert (state["open"], state["login"]) == (True, "rescue (break-glass)")
    assert shown["password"] not in govdesk(environment, "status").stdout


def test_closing_is_one_command_and_is_told_when_there_is_nothing_to_close(environment: dict[str, str]) -> None:
    assert "No break-glass account is open" in govdesk(environment, "close").stderr
    govdesk(environment, "open", "rescue", "--hours", "2")
    assert govdesk(environment, "close").exit_code == 0
    assert "No break-glass account is open" in govdesk(environment, "status").stdout


@pytest.mark.parametrize(
    "arguments", [["rescue"], ["rescue", "--hours", "25"], ["rescue", "--hours", "0"], [" ", "--hours", "1"]]
)
def test_it_is_never_open_without_an_end(environment: dict[str, str], arguments: list[str]) -> None:
    assert govdesk(environment, "open", *arguments).exit_code == 2
    assert "No break-glass account is open" in govdesk(environment, "status").stdout


def test_a_login_that_is_hard_to_type_or_to_tell_from_another_is_refused(environment: dict[str, str]) -> None:
    for login in ("", "two words", "réscue", "-rescue", "a" * 65, "a@b", "x\ty", "rescue)(uid=*"):
        answer = govdesk(environment, "open", "--hours", "1", "--", login)
        assert answer.exit_code == 2, login
        assert "LOGIN may have letters" in answer.stderr


def test_l11_a_login_that_only_the_directory_knows_yet_is_not_taken(
    environment: dict[str, str], slapd: Slapd
) -> None:
    answer = govdesk({**environment, **slapd.environment()}, "open", "ADA", "--hours", "1")
    assert answer.exit_code == 1
    assert "ADA is a login of the directory" in answer.stderr


def test_x1_it_opens_while_the_directory_is_down(environment: dict[str, str]) -> None:
    dead = {**environment, "GOVDESK_LDAP_URI": "ldap://127.0.0.1:1", "GOVDESK_LDAP_BASE_DN": "dc=commerce,dc=example"}
    assert govdesk(dead, "open", "ada", "--hours", "1").exit_code == 0


def test_x1_the_mail_says_what_happened_and_how_to_end_it(environment: dict[str, str], tmp_path: Path) -> None:
    sessions = db.sessions_of(engine := db.connect(environment["GOVDESK_DATABASE_URL"]))
    with sessions() as session:
        sam = Person(directory_id="id-of-sam", login="sam", login_key="sam", name="Sam", mail="sam@commerce.example")
        sam.granted.append(PersonRole(role=Role.SECURITY, group_dn="cn=security"))
        session.add(sam)
        session.commit()
    govdesk(environment, "open", "rescue", "--hours", "2")
    with MailSink(tmp_path / "sink") as sink:
        deliver_owed(sessions, Settings.read({**environment, "GOVDESK_SMTP_URL": sink.url}), lambda: False)
        [mail] = mails(sink)
    engine.dispose()
    assert mail["Subject"] == "A break-glass account was opened: rescue (break-glass)"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "close it at once, on the server: govdesk breakglass close" in body.get_content()
