"""Stylesheets, scripts and icons: small on the wire, kept by the browser, and never in the way when missing."""

import gzip

from govdesk import paths
from govdesk.web import assets
from tests.pages import PageClient


def test_a_stylesheet_travels_compressed_and_is_the_same_afterwards(client: PageClient) -> None:
    with client.get("/static/govdesk.css", headers={"Accept-Encoding": "gzip, br"}) as answer:
        zipped = answer.data
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped) == (paths.STATIC / "govdesk.css").read_bytes()


def test_a_browser_that_knows_no_gzip_gets_it_plain(client: PageClient) -> None:
    with client.get("/static/govdesk.css") as answer:
        plain = answer.data
    assert "Content-Encoding" not in answer.headers
    assert plain == (paths.STATIC / "govdesk.css").read_bytes()


def test_static_files_are_kept_by_the_browser(client: PageClient) -> None:
    with client.get("/static/govdesk.js") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_pages_work_before_the_browser_files_have_arrived(client: PageClient, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(assets, "_manifest", dict)
    assert client.get("/signin").status_code == 200
