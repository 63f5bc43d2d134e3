"""A person in front of the second door: goes out to the provider, signs in there, comes back."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests
from flask import Flask
from werkzeug.test import TestResponse

from govdesk.signin.oidc.provider import CALLBACK, Provider
from tests.pages import PageClient

BASE_URL = "http://localhost"
BACK = BASE_URL + CALLBACK
SECONDS = 10


def go_out(browser: PageClient, page: str = "/signin") -> str:
    """Press the button; returns the address at the provider."""
    answer = browser.submit(page, to="/signin/oidc")
    assert answer.status_code == 200, answer.text
    address = re.search(r'href="([^"]*code_challenge=[^"]*)"', answer.text)
    assert address is not None
    assert answer.headers["Refresh"] == f"0;url={unescape(address[1])}"
    return unescape(address[1])


def asked(address: str) -> dict[str, str]:
    """What an address at the provider asks for."""
    return dict(parse_qsl(urlsplit(address).query))


def sign_in_there(address: str, subject: str) -> str:
    """Sign in at the provider; returns the address that it sends the browser back to."""
    with requests.Session() as web:
        form = web.get(address, timeout=SECONDS).url
        answer = web.post(
            form,
            {"prompt": "login", "login": subject, "password": "anything"},
            timeout=SECONDS,
            allow_redirects=False,
        )
        return _follow(web, form, answer)


def give_up_there(address: str) -> str:
    """Press Cancel at the provider; returns the address that it sends the browser back to."""
    with requests.Session() as web:
        form = web.get(address, timeout=SECONDS).url
        return _follow(web, form, web.get(f"{form}/abort", timeout=SECONDS, allow_redirects=False))


def come_in(browser: PageClient, subject: str, page: str = "/signin") -> TestResponse:
    """The whole way, as one person in one browser."""
    return browser.get(sign_in_there(go_out(browser, page), subject))


def provider_of(app: Flask) -> Provider:
    provider = app.extensions["oidc"]
    assert isinstance(provider, Provider)
    return provider


def _follow(web: requests.Session, here: str, answer: requests.Response) -> str:
    while True:
        here = urljoin(here, answer.headers["Location"])
        if here.startswith(BACK):
            return here
        answer = web.get(here, timeout=SECONDS, allow_redirects=False)
