"""Lists of tickets: what is in which, in which order, and what they cost."""

import pytest
from flask import Flask, g, render_template
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.desk.models import Ticket
from govdesk.desk.queries import open_tickets_of
from govdesk.desk.rules import Priority, TicketKind, TicketState
from govdesk.directory.models import Person
from tests.conftest import NOW
from tests.desk.conftest import Browse


def put(session: Session, by: Person, account: SocialAccount | None = None, *, number: int = 1) -> list[Ticket]:
    tickets = [
        Ticket(
            kind=TicketKind.REQUEST,
            subject=f"Wish {n}",
            account=account,
            requester=by,
            opened_at=NOW,
            changed_at=NOW,
            form_key=f"wish {n}",
            state=TicketState.NEW,
            priority=Priority.NORMAL,
        )
        for n in range(number)
    ]
    session.add_all(tickets)
    session.commit()
    return tickets


@pytest.mark.parametrize("rows", [1, 25])
def test_the_queue_costs_as_many_queries_for_one_row_as_for_a_page_full(
    browse: Browse, session: Session, connection: Connection, noaa: SocialAccount, olu: Person, mei: Person, rows: int
) -> None:
    put(session, olu, noaa, number=rows)
    browser, statements = browse(mei), []
    browser.get("/tickets")
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
    browser.get("/tickets")
    assert len([text for text in statements if text.startswith("SELECT")]) <= 7


def test_a_second_page_holds_what_the_first_does_not(
    browse: Browse, session: Session, olu: Person, mei: Person
) -> None:
    put(session, olu, number=26)
    assert "Wish 25" not in browse(mei).get("/tickets").text
    assert "Wish 25" in browse(mei).get("/tickets?page=2").text


def test_the_account_knows_its_open_tickets(session: Session, noaa: SocialAccount, olu: Person, mei: Person) -> None:
    first, second = put(session, olu, noaa, number=2)
    second.state = TicketState.RESOLVED
    session.commit()
    assert open_tickets_of(session, noaa, mei) == [first]


def test_the_accounts_page_shows_its_open_tickets_to_the_desk_only(
    app: Flask, session: Session, noaa: SocialAccount, olu: Person, mei: Person
) -> None:
    put(session, olu, noaa)
    for reader, sees in ((mei, True), (olu, False)):
        with app.test_request_context():
            g.db, g.person = session, reader
            panel = render_template("desk/_of_account.html", account=noaa)
        assert ("Wish 0" in panel) is sees
        assert f"/tickets/new?account={noaa.id}" in panel


def test_empty_lists_say_what_to_do_next(browse: Browse, olu: Person, mei: Person) -> None:
    assert "You have not asked for anything yet" in browse(olu).get("/tickets").text
    for view in ("open", "unassigned", "mine", "resolved"):
        assert 'class="nothing"' in browse(mei).get(f"/tickets?view={view}").text
