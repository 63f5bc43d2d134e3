"""The page where anybody pastes an address."""

from collections.abc import Callable

import pytest
from flask import Flask

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.proof.allowance import Allowance
from govdesk.proof.models import Outsider, Standing
from tests.pages import PageClient


def test_it_says_each_of_the_four_answers(
    client: PageClient, storms: SocialAccount, weather: SocialAccount, outsider: Callable[..., Outsider]
) -> None:
    outsider("https://x.com/NOAA_St0rms", Standing.IMPOSTOR)
    for url, said in (
        ("x.com/noaa_storms", "This is an official account of NOAA Press Office."),
        ("x.com/noaa_weather", "This account was ours until 2020-05-31."),
        ("x.com/noaa_st0rms", "This account pretends to be ours."),
        ("x.com/somebody", "We cannot confirm this address."),
    ):
        shown = client.get("/verify", query_string={"url": url})
        assert shown.status_code == 200
        assert said in shown.text


def test_nobody_is_led_to_an_impostor(client: PageClient, outsider: Callable[..., Outsider]) -> None:
    outsider("https://faceb00k.com/CommerceGov", Standing.IMPOSTOR)
    shown = client.get("/verify?url=faceb00k.com/CommerceGov").text
    assert "pretends to be ours" in shown
    assert 'href="https://faceb00k.com' not in shown


def test_what_was_pasted_comes_back_as_text(client: PageClient) -> None:
    pasted = '"><script>alert(1)</script>'
    shown = client.get("/verify", query_string={"url": pasted})
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert(1)" in shown.text


def test_it_is_the_same_for_everybody_and_may_be_kept(client: PageClient, storms: SocialAccount, olu: Person) -> None:
    stranger = client.get("/verify?url=x.com/noaa_storms")
    assert stranger.headers["Cache-Control"] == "public, max-age=60"
    assert stranger.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in stranger.headers
    known = client.sign_in(olu).get("/verify?url=x.com/noaa_storms")
    assert (known.data, known.headers["ETag"]) == (stranger.data, stranger.headers["ETag"])
    assert known.headers["Vary"] == "Accept-Encoding"
    again = client.get("/verify?url=x.com/noaa_storms", headers={"If-None-Match": stranger.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/verify?url=x.com/noaa_storms", "/api/v1/verify?url=x.com/noaa_storms"])
def test_it_carries_the_headers_of_every_page(client: PageClient, storms: SocialAccount, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_an_address_that_asks_too_often_is_told_when_to_come_back(app: Flask, client: PageClient) -> None:
    app.extensions["public_allowance"] = Allowance(stock=3, per_second=0.01, addresses=10)
    *answered, refused = [client.get("/api/v1/verify?url=x.com/nobody") for _n in range(4)]
    assert {answer.status_code for answer in answered} == {404}
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 90 <= int(refused.headers["Retry-After"]) <= 100
    assert refused.headers["Cache-Control"] == "no-store"
    assert client.get("/verify").status_code == 429
    assert client.get("/verify", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
