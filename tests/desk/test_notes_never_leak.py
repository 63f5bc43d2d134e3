"""What the desk notes stays at the desk: not on the requester's page, in no list, history or mail."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.desk import letters
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person, PersonRole
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.desk.conftest import Browse, FileTicket
from tests.pages import PageClient

SECRET = "Canarynote"


@pytest.fixture
def noted(browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person) -> Ticket:
    """Olu's ticket, on which Mei has noted something."""
    ticket = files(olu)
    here = f"/tickets/{ticket.id}"
    assert browse(mei).submit(here, to=f"{here}/notes", **{"note-text": SECRET}).status_code == 303
    session.expire_all()
    return ticket


def test_the_desk_and_the_auditor_read_it(browse: Browse, noted: Ticket, mei: Person, noor: Person) -> None:
    for person in (mei, noor):
        page = browse(person).get(f"/tickets/{noted.id}").text
        assert SECRET in page
        assert "kept an internal note" in page


def test_the_requesters_page_is_the_same_as_without_it(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person
) -> None:
    ticket = files(olu)
    here = f"/tickets/{ticket.id}"
    before = _as_read(browse(olu), here), _as_read(browse(olu), "/tickets")
    browse(mei).submit(here, to=f"{here}/notes", **{"note-text": SECRET})
    assert (_as_read(browse(olu), here), _as_read(browse(olu), "/tickets")) == before


def test_an_agent_or_auditor_who_asked_does_not_read_it_either(
    browse: Browse, session: Session, noted: Ticket, olu: Person
) -> None:
    olu.granted += [PersonRole(role=role, group_dn="cn=late") for role in (Role.AGENT, Role.AUDITOR)]
    session.commit()
    page = browse(olu).get(f"/tickets/{noted.id}").text
    assert SECRET not in page
    assert "internal note" not in page


def test_no_list_shows_it(browse: Browse, noted: Ticket, olu: Person, mei: Person) -> None:
    lists = [
        browse(mei).get(f"/tickets?view={view}").text for view in ("open", "mine", "unassigned", "resolved", "asked")
    ]
    lists.append(browse(olu).get("/tickets").text)
    assert all(SECRET not in text for text in lists)


def test_nobody_is_mailed_about_it(session: Session, noted: Ticket) -> None:
    assert {notice.kind for notice in session.scalars(select(Notice))} == {"ticket_filed", "ticket_arrived"}


def test_a_mail_never_holds_it_whatever_its_notice_says(app: Flask, session: Session, noted: Ticket) -> None:
    note = session.scalars(select(TicketMessage).where(TicketMessage.text == SECRET)).one()
    notice = session.scalars(select(Notice).where(Notice.kind == "ticket_filed")).one()
    notice.context = {"message_id": note.id}
    assert notice.kind in (*letters.OF_REQUESTERS, *letters.OF_THE_DESK)
    text = write(session, notice, base_url="http://localhost", today=date(2027, 3, 1), addressee="Olu")
    assert text is not None
    assert SECRET not in text.subject + text.plain + text.html


def test_a_reply_cannot_be_made_a_note_nor_a_note_a_reply(
    browse: Browse, session: Session, noted: Ticket, mei: Person
) -> None:
    here = f"/tickets/{noted.id}"
    answer = browse(mei).submit(
        here, to=f"{here}/messages", **{"note-text": "Meant as a note", "visibility": "internal"}
    )
    assert answer.status_code == 422
    assert session.scalars(select(TicketMessage).where(TicketMessage.text == "Meant as a note")).first() is None


def _as_read(browser: PageClient, url: str) -> str:
    """The page without what is new each time it is shown: tokens, and what was said once."""
    lines = browser.get(url).text.splitlines()
    return "\n".join(
        line for line in lines if "csrf_token" not in line and "form_key" not in line and "flash" not in line
    )
