"""Error pages: a sentence, never what is inside."""

from pathlib import Path

import pytest
from flask import Flask

from govdesk import create_app
from govdesk.directory.models import Person
from govdesk.settings import Settings
from govdesk.web import public, safe_next
from tests.pages import PageClient


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: PageClient) -> None:
    answer = client.get("/accounts?page=2")
    assert answer.status_code == 303
    assert answer.location == "/signin?next=/accounts?page%3D2"


def test_a_page_that_does_not_exist_says_so(client: PageClient, olu: Person) -> None:
    answer = client.sign_in(olu).get("/nowhere")
    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_a_bug_shows_a_number_and_nothing_of_its_inside(settings: Settings) -> None:
    @public
    def broken() -> str:
        raise ValueError("the secret is hunter2")

    app = create_app(settings)
    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")
    app.extensions["engine"].dispose()
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "ValueError" not in answer.text


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example", "\t//evil", "@evil"])
def test_next_never_leads_to_another_site(app: Flask, target: str) -> None:
    assert safe_next(target) == "/"


def test_a_form_without_its_token_is_refused(app: Flask, client: PageClient, olu: Person) -> None:
    assert client.sign_in(olu).post("/signout").status_code == 400
    assert client.get("/").status_code == 200


def test_pages_forbid_scripts_from_elsewhere_and_are_not_kept(client: PageClient, olu: Person) -> None:
    headers = client.sign_in(olu).get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999", "-1", "1e3"])
@pytest.mark.parametrize("path", ["/accounts", "/tickets", "/rotations"])
def test_a_number_that_no_row_has_is_not_found(client: PageClient, olu: Person, path: str, number: str) -> None:
    assert client.sign_in(olu).get(f"{path}/{number}").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "local host"])
def test_a_host_that_is_not_ours_is_refused_in_plain_words(client: PageClient, host: str) -> None:
    answer = client.get("/signin", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("path", ["/accounts", "/signin", "/"])
def test_a_database_that_is_gone_is_no_error_of_ours(settings: Settings, tmp_path: Path, path: str) -> None:
    app = create_app(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/no/folder/x.db"}))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a token that cannot be looked up"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "The database does not answer" in answer.text
    assert client.get("/readyz").status_code == 503
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("path", ["/accounts?q=%00", "/policies/%00", "/tickets?view=%00", "/accounts?%00=x"])
def test_a_nul_in_an_address_is_not_understood(client: PageClient, olu: Person, path: str) -> None:
    assert client.sign_in(olu).get(path).status_code == 400


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/accounts/7/custodians", "/accounts/7"),
        ("/handovers/7/list", "/handovers/7"),
        ("/campaigns/items/7/delegation", "/campaigns/items/7"),
        ("/accounts/7/former-handles", "/accounts/7"),
        ("/signout", "/"),
    ],
)
def test_reloading_where_a_form_was_sent_leads_back_to_its_page(client: PageClient, address: str, page: str) -> None:
    answer = client.get(f"{address}?next=//elsewhere.example")
    assert (answer.status_code, answer.location) == (303, page)
