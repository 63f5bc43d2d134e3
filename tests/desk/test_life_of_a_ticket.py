"""A ticket from the first word to the last, as the people on it see it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.desk.models import Ticket
from govdesk.desk.rules import Priority, TicketState
from govdesk.directory.models import Person
from govdesk.notify.models import Notice
from tests.desk.conftest import Browse, FileTicket


def mails(session: Session) -> Sequence[tuple[str, int | None]]:
    return [(notice.kind, notice.person_id) for notice in session.scalars(select(Notice).order_by(Notice.id))]


def state_of(session: Session, ticket: Ticket) -> TicketState:
    session.expire_all()
    return ticket.state


def test_an_employee_asks_an_agent_answers_and_resolves(
    browse: Browse, session: Session, noaa: SocialAccount, olu: Person, mei: Person
) -> None:
    olus, meis = browse(olu), browse(mei)

    # Olu asks about @noaa, which the account's page has filled in.
    filed = olus.submit(
        f"/tickets/new?account={noaa.id}", kind="incident", subject="Locked out", text="No code arrives.\nSince 9."
    )
    assert filed.status_code == 303
    here = filed.location
    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.account_id, ticket.state, ticket.priority) == (noaa.id, TicketState.NEW, Priority.HIGH)
    assert "Locked out" in olus.get("/tickets").text

    # Mei finds it in the queue, takes it, notes something and asks back.
    assert "Locked out" in meis.get("/tickets?view=unassigned").text
    meis.submit(here, to=f"{here}/assignment")
    assert "Locked out" in meis.get("/tickets?view=mine").text
    meis.submit(here, to=f"{here}/notes", **{"note-text": "The recovery phone is Lars's!"})
    meis.submit(here, to=f"{here}/messages", **{"reply-text": "Which phone was it?", "reply-waits": "y"})
    page = olus.get(here).text
    assert "Which phone was it?" in page
    assert "Waiting for you" in page
    assert "recovery phone" not in page

    # Olu replies, Mei resolves with a last answer, Olu is not content, Mei resolves for good.
    olus.submit(here, to=f"{here}/messages", **{"reply-text": "The office phone."})
    assert state_of(session, ticket) is TicketState.OPEN
    meis.submit(here, to=f"{here}/resolution", **{"resolution-text": "A new code is on its way."})
    assert state_of(session, ticket) is TicketState.RESOLVED
    assert "A new code is on its way." in olus.get(here).text
    olus.submit(here, to=f"{here}/messages", **{"reply-text": "Nothing came."})
    assert (state_of(session, ticket), ticket.resolved_at) == (TicketState.REOPENED, None)
    meis.submit(here, to=f"{here}/resolution")
    assert state_of(session, ticket) is TicketState.RESOLVED
    assert "Locked out" in meis.get("/tickets?view=resolved").text

    assert mails(session) == [
        ("ticket_filed", olu.id),
        ("ticket_arrived", mei.id),
        ("ticket_answered", olu.id),
        ("ticket_replied", mei.id),
        ("ticket_resolved", olu.id),
        ("ticket_replied", mei.id),
        ("ticket_resolved", olu.id),
    ]
    assert [
        event.action.rpartition(":")[2] for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    ] == [
        "filed",
        "assigned",
        "noted",
        "answered",
        "replied",
        "resolved",
        "replied",
        "resolved",
    ]


def test_the_trail_holds_no_word_of_what_was_said(
    session: Session, browse: Browse, files: FileTicket, olu: Person, mei: Person
) -> None:
    ticket = files(olu, subject="Wordsubject", text="Wordtext")
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/notes", **{"note-text": "Wordnote"})
    trail = " ".join(str(event.fields) for event in session.scalars(select(AuditEvent)))
    assert "Word" not in trail
    assert "text_digest" in trail


def test_whoever_answers_what_nobody_has_has_it(
    session: Session, browse: Browse, files: FileTicket, olu: Person, mei: Person
) -> None:
    ticket = files(olu)
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/messages", **{"reply-text": "On it."})
    session.expire_all()
    assert (ticket.assignee_id, ticket.state) == (mei.id, TicketState.OPEN)
    first = ticket.first_answered_at
    browse(mei).submit(here, to=f"{here}/messages", **{"reply-text": "Still on it."})
    session.expire_all()
    assert first is not None
    assert ticket.first_answered_at == first


def test_a_suspected_takeover_comes_first_in_the_queue(
    browse: Browse, files: FileTicket, olu: Person, ada: Person, mei: Person
) -> None:
    files(olu, subject="An older incident")
    files(ada, subject="Not our posts", kind="question", takeover="y")
    queue = browse(mei).get("/tickets").text
    assert queue.index("Not our posts") < queue.index("An older incident")


def test_the_requester_reopens_and_the_assignee_hears_of_it(
    session: Session, browse: Browse, files: FileTicket, olu: Person, mei: Person
) -> None:
    ticket = files(olu)
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/resolution")
    browse(olu).submit(here, to=f"{here}/reopening")
    assert state_of(session, ticket) is TicketState.REOPENED
    assert mails(session)[-1] == ("ticket_reopened", mei.id)


def test_an_account_that_is_not_listed_is_kept_in_the_requesters_words(
    files: FileTicket, olu: Person, noaa: SocialAccount
) -> None:
    ticket = files(olu, account="https://x.com/who_is_this", not_listed="y")
    assert (ticket.account_id, ticket.unlisted_account) == (None, "https://x.com/who_is_this")


def test_an_address_in_any_spelling_is_the_registered_account(
    files: FileTicket, olu: Person, noaa: SocialAccount
) -> None:
    ticket = files(olu, account="http://www.twitter.com/NOAA/?lang=en", not_listed="y")
    assert (ticket.account_id, ticket.unlisted_account) == (noaa.id, None)


def test_an_agents_own_ticket_is_worked_on_by_somebody_else(
    session: Session, browse: Browse, files: FileTicket, mei: Person
) -> None:
    ticket = files(mei)
    here = f"/tickets/{ticket.id}"
    assert mails(session) == [("ticket_filed", mei.id)]
    page = browse(mei).get(here).text
    assert f"{here}/notes" not in page
    assert f"{here}/resolution" not in page
