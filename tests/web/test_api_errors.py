"""Programs read no pages: whatever goes wrong below /api/ is a problem document, without cookie and redirect."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from govdesk import create_app
from govdesk.errors import Conflict, Invalid, NotSignedIn, TooMany
from govdesk.settings import Settings
from govdesk.web import public
from tests.pages import PageClient


def problem(answer: Any) -> dict[str, Any]:
    assert answer.mimetype == "application/problem+json"
    document: dict[str, Any] = answer.json
    assert document["status"] == answer.status_code
    assert document["title"]
    assert document["detail"]
    assert document["type"] == "about:blank"
    return document


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nowhere", "/api/v1/verify/", "/api/v2/verify", "/api/v1/%00"])
def test_an_address_that_is_none_is_a_problem_document(client: PageClient, path: str) -> None:
    assert problem(client.get(path))["status"] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_taken_names_those_that_are(client: PageClient, method: str) -> None:
    answer = client.open("/api/v1/verify", method=method)
    assert problem(answer)["status"] == 405
    assert "GET" in answer.headers["Allow"]


def test_a_foreign_host_is_refused_in_json_too(client: PageClient) -> None:
    assert problem(client.get("/api/v1/verify", headers={"Host": "evil.example"}))["status"] == 400


ERRORS: dict[int, Exception] = {
    500: ValueError("the secret is hunter2"), 503: OperationalError("hunter2", {}, Exception()), 401: NotSignedIn(),
    409: Conflict("It has changed."), 400: BadRequest(), 413: RequestEntityTooLarge(),
    422: Invalid("Enter a day.", fields={"due_on": "must be a day"}), 429: TooMany("Wait.", seconds=7),
}  # fmt: skip


def test_whatever_goes_wrong_is_a_problem_document_and_shows_nothing_of_its_inside(settings: Settings) -> None:
    @public
    def broken(status: int) -> str:
        raise ERRORS[status]

    app = create_app(settings)
    app.add_url_rule("/api/v1/broken/<int:status>", view_func=broken)
    for status in ERRORS:
        answer = app.test_client().get(f"/api/v1/broken/{status}")
        assert problem(answer)["status"] == status
        assert "hunter2" not in answer.text
        assert answer.headers.get("Retry-After") == {429: "7", 503: "5"}.get(status)
    app.extensions["engine"].dispose()


def test_a_page_keeps_its_page_of_error(client: PageClient) -> None:
    assert client.get("/apium").mimetype == "text/html"
    answer = client.post("/verify")
    assert answer.status_code == 405
    assert "Go back to the page with the form" in answer.text
