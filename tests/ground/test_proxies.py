"""Forwarded headers count only from proxies that the operator named."""

from ipaddress import ip_network

import pytest
from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from govdesk.proxies import TrustedProxies


@pytest.fixture
def echo() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    app.wsgi_app = TrustedProxies(  # type: ignore[method-assign]
        app.wsgi_app, ProxyFix(app.wsgi_app), [ip_network("10.0.0.0/8"), ip_network("::1/128")]
    )
    return app


@pytest.mark.parametrize(
    ("peer", "seen"),
    [
        ("10.1.2.3", "203.0.113.9 https"),
        ("::1", "203.0.113.9 https"),
        ("::ffff:10.1.2.3", "203.0.113.9 https"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1 http"),
        ("192.0.2.1", "192.0.2.1 http"),
        ("not an address", "not an address http"),
    ],
)
def test_only_known_proxies_are_believed(echo: Flask, peer: str, seen: str) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert echo.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text == seen
