"""What holds of everything that anybody may fetch without signing in."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from govdesk import create_app
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.proof.allowance import Allowance
from govdesk.proof.models import ImpostorReport, Outsider, Standing
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.pages import PageClient

ASKED = "x.com/NOAA_Storms", "x.com/NOAA_Weather", "x.com/NOAA_St0rms", "x.com/NOAA_Fans", "x.com/nobody", "junk"


def public_paths(app: Flask) -> list[str]:
    """All that answers the same to everybody; a new one is among them without being named here."""
    rules = [rule for rule in app.url_map.iter_rules() if not rule.arguments]
    return [rule.rule for rule in rules if getattr(app.view_functions[rule.endpoint], "is_same_for_all", False)]


def test_no_public_answer_holds_a_person(
    app: Flask, client: PageClient, session: Session, storms: SocialAccount, weather: SocialAccount,
    cast: dict[str, Person], outsider: Callable[..., Outsider],
) -> None:  # fmt: skip
    grace, ada, olu = cast["grace"], cast["ada"], cast["olu"]
    storms.owner, storms.deputy, weather.owner = ada, olu, grace
    for url, standing in (("https://x.com/NOAA_St0rms", Standing.IMPOSTOR), ("x.com/NOAA_Fans", Standing.REPORTED)):
        row = outsider(url, standing, reason=f"{grace.name} saw it", imitates=storms)
        session.add(
            ImpostorReport(outsider=row, reporter=olu, reported_at=NOW, reason=f"{olu.name} saw it", form_key=url)
        )
    session.commit()
    app.extensions["public_allowance"] = Allowance(stock=10_000, per_second=1.0, addresses=10)
    secrets = {word for p in cast.values() for word in (p.name, f'"{p.login}"', p.mail or p.name)} | {"saw it"}
    paths = public_paths(app)
    assert {"/verify", "/verify/badge.svg", "/trust.txt", "/api/v1/verify", "/api/v1/accounts/official"} <= {*paths}
    for path in paths:
        for url in ASKED:
            answer = client.get(path, query_string={"url": url})
            told = answer.text + str(answer.headers)
            assert [word for word in secrets if word in told] == [], (path, url)
            assert "Set-Cookie" not in answer.headers


def test_whoever_asks_for_the_head_gets_the_head_of_the_same_answer(app: Flask, storms: SocialAccount) -> None:
    client = FlaskClient(app)  # ours would look for a page
    for path in public_paths(app):
        whole, head = (ask(path, query_string={"url": storms.url}) for ask in (client.get, client.head))
        assert head.data == b""
        assert (head.status_code, head.headers["ETag"]) == (whole.status_code, whole.headers["ETag"]), path


def test_an_answer_that_is_still_right_is_not_sent_again(client: PageClient, storms: SocialAccount) -> None:
    first = client.get("/api/v1/verify", query_string={"url": storms.url})
    asked_again = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/verify", query_string={"url": storms.url}, headers=asked_again).status_code == 304
    unknown = client.get("/api/v1/verify?url=x.com/nobody", headers=asked_again)
    assert (unknown.status_code, unknown.headers["Cache-Control"]) == (404, "public, max-age=60")


def behind(proxy: str, settings: Settings, sessions: Any) -> Flask:
    app = create_app(settings.model_copy(update={"trusted_proxies": Settings(
        database_url=settings.database_url, secret_key=settings.secret_key, trusted_proxies=proxy,
    ).trusted_proxies}))  # fmt: skip
    app.extensions.update(sessions=sessions, reading_sessions=sessions, public_sessions=sessions)
    app.extensions["public_allowance"] = Allowance(stock=1, per_second=0.01, addresses=10)
    return app


def statuses(app: Flask, *requests: tuple[str, str]) -> list[int]:
    """Of questions that come from an address and name another as the one they were sent from."""
    client = app.test_client()
    return [
        client.get("/verify", environ_base={"REMOTE_ADDR": peer}, headers={"X-Forwarded-For": said}).status_code
        for peer, said in requests
    ]


def test_behind_a_known_proxy_each_visitor_has_an_allowance_and_cannot_claim_another(
    settings: Settings, sessions: Callable[[], Session]
) -> None:
    app = behind("10.0.0.0/8", settings, sessions)
    visitors = [("10.0.0.1", "192.0.2.1"), ("10.0.0.2", "192.0.2.1"), ("10.0.0.1", "192.0.2.2")]
    assert statuses(app, *visitors) == [200, 429, 200]
    assert statuses(app, ("10.0.0.1", "1.2.3.4, 192.0.2.2")) == [429], (
        "what a visitor says of themselves is not heard"
    )
    strangers = [("198.51.100.1", "192.0.2.7"), ("198.51.100.1", "192.0.2.8")]
    assert statuses(app, *strangers) == [200, 429], "nor is a stranger who plays the proxy"
    app.extensions["engine"].dispose()


def test_a_whole_network_of_an_ipv6_customer_is_one_visitor(
    settings: Settings, sessions: Callable[[], Session]
) -> None:
    app = behind("::1/128", settings, sessions)
    said = "2001:db8:0:1::1", "2001:db8:0:1:ffff::9", "2001:db8:0:2::1", "::ffff:192.0.2.9", "192.0.2.9"
    assert statuses(app, *(("::1", address) for address in said)) == [200, 429, 200, 200, 429]
    app.extensions["engine"].dispose()
