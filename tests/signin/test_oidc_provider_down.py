"""A provider that is down, silent or odd costs seconds, and the directory's form goes on working."""

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from socket import create_server

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk import clock, create_app
from govdesk.settings import Settings
from govdesk.signin.oidc import line
from govdesk.signin.oidc.metadata import PATH
from govdesk.signin.oidc.provider import MOST_AT_ONCE, WAIT_SECONDS
from tests.directory.conftest import browser_of
from tests.pages import PageClient
from tests.signin.oidc_forger import Forger
from tests.signin.oidc_scene import asked, go_out, provider_of
from tools.servers import certificates
from tools.servers.unprivileged import passing_folder

SHORT = 0.4
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, but shorter: nobody wants to wait for a test."""
    for name in ("CONNECT_SECONDS", "SILENCE_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(line, name, SHORT)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes calls and never says a word."""
    with create_server(("localhost", 0)) as server:
        yield server.getsockname()[1]


def press(browser: PageClient) -> TestResponse:
    return browser.submit("/signin?next=/policies", to="/signin/oidc")


def assert_told(answer: TestResponse, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    assert answer.status_code == 503
    assert "cannot be reached just now" in answer.text
    assert 'value="/policies"' in answer.text
    assert "the OpenID provider cannot be used" in caplog.text
    assert reason in caplog.text


def test_a_provider_that_is_down_leaves_the_form_of_the_directory(
    ldap_settings: Settings,
    sessions: Callable[[], Session],
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    changes = {"oidc_issuer": "http://localhost:1", "oidc_client_id": "govdesk"}
    browser = browser_of(create_app(ldap_settings.model_copy(update=changes)), sessions, session)
    assert_told(press(browser), caplog, "ConnectionError")
    assert browser.submit("/signin", login="ada", password="govdesk").status_code == 303


def test_t4_a_silent_provider_costs_seconds_and_never_every_thread(
    hurried: None,
    forged_settings: Settings,
    silent_port: int,
    sessions: Callable[[], Session],
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    silent = forged_settings.model_copy(update={"oidc_issuer": f"http://localhost:{silent_port}"})
    browser = browser_of(create_app(silent), sessions, session)
    began = time.monotonic()
    assert_told(press(browser), caplog, "Timeout")
    assert time.monotonic() - began < 5 * SHORT


def test_a_few_errands_at_once_are_enough(
    at_forger: PageClient, forger: Forger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("govdesk.signin.oidc.provider.WAIT_SECONDS", 0.1)
    assert WAIT_SECONDS < line.SILENCE_SECONDS
    lines = provider_of(at_forger.application)._lines  # noqa: SLF001 - the only way to be all of them at once
    for _ in range(MOST_AT_ONCE):
        lines.acquire()
    assert_told(press(at_forger), caplog, "errands wait for it already")
    lines.release()
    go_out(at_forger)


def send(*, status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def drip(request: BaseHTTPRequestHandler) -> None:
    """Never silent for long, and never done."""
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(b" ")
            time.sleep(SHORT / 8)
    except OSError:
        pass


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (drip, "too long or too slow"),
        (send(body=b" " * (line.LARGEST_ANSWER + 1)), "too long or too slow"),
        (send(status=302, Location="http://127.0.0.1:1/"), "TooManyRedirects"),
        (send(status=500), "HTTPError"),
        (send(body=b"<html>"), "JSONDecodeError"),
        (send(body=b"[]"), "discovery document cannot be used: all of it"),
        (send(body=b'{"issuer": 1}'), "authorization_endpoint, issuer, jwks_uri, token_endpoint"),
    ],
    ids=["dripping", "huge", "elsewhere", "broken", "no-json", "a-list", "not-enough"],
)
def test_an_odd_answer_is_an_error_and_no_more(
    hurried: None,
    at_forger: PageClient,
    forger: Forger,
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    reason: str,
) -> None:
    forger.elsewhere = answer
    assert_told(press(at_forger), caplog, reason)
    forger.elsewhere = None
    go_out(at_forger)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": "http://localhost"}, "it calls itself"),
        ({"token_endpoint": "http://login.example.org/token"}, "not reached over https"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "not reached over https"),
        ({"jwks_uri": "https://login.example.org/\r\nkeys"}, "not reached over https"),
        ({"userinfo_endpoint": "//[login"}, "not reached over https"),
    ],
)
def test_a_discovery_document_that_is_not_the_providers_own_is_not_used(
    at_forger: PageClient,
    forger: Forger,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, str],
    reason: str,
) -> None:
    forger.changes = changes
    assert_told(press(at_forger), caplog, reason)


def test_the_name_of_the_provider_is_compared_to_the_letter(
    forged_settings: Settings, forger: Forger, caplog: pytest.LogCaptureFixture
) -> None:
    slash = forged_settings.model_copy(update={"oidc_issuer": f"{forger.issuer}/"})
    client = create_app(slash).test_client()
    assert client.get("/signin").status_code == 200
    with client.session_transaction() as cookie:
        assert "csrf_token" in cookie
    assert forger.asked == []  # showing the page asks nobody
    with pytest.raises(line.ProviderUnreachable, match="it calls itself"):
        provider_of(client.application).metadata(now=clock.utcnow())
    assert forger.asked == [PATH]


def test_wrong_words_between_us_and_the_provider_are_not_the_persons_fault(
    at_forger: PageClient, forger: Forger, caplog: pytest.LogCaptureFixture
) -> None:
    state = asked(go_out(at_forger, "/signin?next=/policies"))["state"]
    forger.elsewhere = send(status=401, body=b'{"error": "invalid_client"}')
    answer = at_forger.get("/signin/oidc/callback", query_string={"state": state, "code": "any"})
    assert_told(answer, caplog, "it refuses us: 'invalid_client'")


def test_t1_a_certificate_counts_when_its_authority_is_named_and_else_not(
    forged_settings: Settings, sessions: Callable[[], Session], session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    with passing_folder("oidc-tls") as folder:
        made = certificates.make(folder)
        with Forger(made) as forger:
            named = forged_settings.model_copy(update={"oidc_issuer": forger.issuer, "oidc_ca_file": made.authority})
            go_out(browser_of(create_app(named), sessions, session))
            unnamed = browser_of(create_app(named.model_copy(update={"oidc_ca_file": None})), sessions, session)
            assert_told(press(unnamed), caplog, "SSLError")
