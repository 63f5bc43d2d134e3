"""Who × situation × route → status."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person
from tests.desk.conftest import Browse, FileTicket
from tests.pages import Page, PageClient

WORDS = {"reply-text": "Words", "note-text": "Words", "reply-seen": "999999999"}
ROUTES = ("GET", "messages", "notes", "assignment", "resolution", "reopening")
TABLE = {
    # who                    GET  say  note take resolve reopen
    "olu, who asked": (200, 303, 403, 403, 403, 303),
    "ada, a stranger": (404, 404, 404, 404, 404, 404),
    "grace, communications": (404, 404, 404, 404, 404, 404),
    "sam, security": (404, 404, 404, 404, 404, 404),
    "root, administrator": (404, 404, 404, 404, 404, 404),
    "noor, auditor": (200, 403, 403, 403, 403, 403),
    "mei, agent": (200, 303, 303, 303, 303, 303),
    "lars, who left": (303, 303, 303, 303, 303, 303),
}
CASES = [(who, route, status) for who, row in TABLE.items() for route, status in zip(ROUTES, row, strict=True)]


def send(browser: PageClient, path: str) -> int:
    token = Page(browser.get("/tickets/new").text).form("/tickets/new").values["csrf_token"]
    return browser.post(path, data={"csrf_token": token, **WORDS}).status_code


@pytest.mark.parametrize(("who", "route", "status"), CASES)
def test_each_right_holds_for_each_person(
    browse: Browse, files: FileTicket, session: Session, cast: dict[str, Person], who: str, route: str, status: int
) -> None:
    ticket = files(cast["olu"])
    before = session.scalar(select(func.count()).select_from(TicketMessage)), ticket.version
    browser = browse(cast[who.partition(",")[0]])
    here = f"/tickets/{ticket.id}"
    if who.startswith("lars"):
        answered = browser.get(here)
        assert (answered.status_code, answered.location.partition("?")[0]) == (303, "/signin")
        return
    answered_with = browser.get(here).status_code if route == "GET" else send(browser, f"{here}/{route}")
    assert answered_with == status
    if status >= 400:
        session.expire_all()
        assert (session.scalar(select(func.count()).select_from(TicketMessage)), ticket.version) == before


@pytest.mark.parametrize("route", ["notes", "assignment", "resolution"])
def test_an_agent_does_not_work_on_what_they_asked(
    browse: Browse, files: FileTicket, mei: Person, route: str
) -> None:
    path = f"/tickets/{files(mei).id}/{route}"
    assert send(browse(mei), path) == 403


def test_a_foreign_ticket_looks_like_one_that_does_not_exist(
    browse: Browse, files: FileTicket, olu: Person, ada: Person
) -> None:
    foreign = browse(ada).get(f"/tickets/{files(olu).id}")
    missing = [browse(ada).get(f"/tickets/{number}") for number in ("987654", "2147483648", str(2**63))]
    for other in missing:
        assert (other.status_code, _body(other.text)) == (404, _body(foreign.text))


@pytest.mark.parametrize("view", ["open", "unassigned", "mine", "resolved", "asked", "' or 1=1", ""])
def test_an_employees_list_is_their_own_whatever_the_address_says(
    browse: Browse, files: FileTicket, olu: Person, ada: Person, view: str
) -> None:
    files(olu, subject="Canarysubject")
    assert "Canarysubject" not in browse(ada).get("/tickets", query_string={"view": view}).text
    assert "Canarysubject" in browse(olu).get("/tickets", query_string={"view": view}).text


def test_fields_that_the_form_does_not_have_change_nothing(
    files: FileTicket, session: Session, olu: Person, mei: Person
) -> None:
    smuggled = {
        "state": "closed",
        "priority": "1",
        "assignee_id": str(mei.id),
        "requester_id": str(mei.id),
        "id": "77",
    }
    ticket = files(olu, **smuggled)
    assert isinstance(session.get_one(Ticket, ticket.id), Ticket)
    assert (ticket.requester_id, ticket.assignee_id, ticket.state, ticket.priority) == (olu.id, None, "new", "2")


def _body(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrf_token" not in line)
