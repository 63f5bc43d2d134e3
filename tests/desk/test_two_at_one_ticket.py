"""Two agents, or agent and requester, on one ticket: nobody writes past the other unknowingly."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.desk.models import TicketMessage
from govdesk.directory.models import Person, PersonRole
from tests.desk.conftest import Browse, FileTicket
from tests.pages import Page


@pytest.fixture
def jun(session: Session, ada: Person) -> Person:
    """A second agent."""
    ada.granted.append(PersonRole(role=Role.AGENT, group_dn="cn=agents"))
    session.commit()
    return ada


def test_who_answers_after_somebody_else_sees_that_answer_first(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person, jun: Person
) -> None:
    here = f"/tickets/{files(olu).id}"
    juns = Page(browse(jun).get(here).text).form(f"{here}/messages")
    browse(mei).submit(here, to=f"{here}/messages", **{"reply-text": "Mei was faster."})

    held = browse(jun).post(juns.action, data={**juns.values, "reply-text": "Jun's answer."})
    assert held.status_code == 409
    assert "Mei Tanaka wrote while you did" in held.text
    assert "Mei was faster." in held.text
    assert "Jun&#39;s answer." in held.text

    knowingly = Page(held.text).form(f"{here}/messages")
    assert browse(jun).post(knowingly.action, data=knowingly.values).status_code == 303
    assert session.scalars(select(TicketMessage).where(TicketMessage.text == "Jun's answer.")).one()


def test_the_requester_is_not_held_up_by_a_note(browse: Browse, files: FileTicket, olu: Person, mei: Person) -> None:
    here = f"/tickets/{files(olu).id}"
    form = Page(browse(olu).get(here).text).form(f"{here}/messages")
    browse(mei).submit(here, to=f"{here}/notes", **{"note-text": "Hm."})
    assert browse(olu).post(form.action, data={**form.values, "reply-text": "One more thing."}).status_code == 303


def test_a_ticket_can_be_taken_over_knowingly(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person, jun: Person
) -> None:
    ticket = files(olu)
    here = f"/tickets/{ticket.id}"
    stale = Page(browse(jun).get(here).text).form(f"{here}/assignment")
    browse(mei).submit(here, to=f"{here}/assignment")
    late = browse(jun).post(stale.action, data=stale.values)
    assert late.status_code == 409
    assert "Mei Tanaka took it a moment ago." in late.text
    assert browse(jun).submit(here, to=f"{here}/assignment").status_code == 303
    session.expire_all()
    assert ticket.assignee_id == jun.id


def test_a_last_answer_to_a_resolved_ticket_comes_back_to_its_writer(
    browse: Browse, files: FileTicket, olu: Person, mei: Person, jun: Person
) -> None:
    here = f"/tickets/{files(olu).id}"
    form = Page(browse(jun).get(here).text).form(f"{here}/resolution")
    browse(mei).submit(here, to=f"{here}/resolution")
    late = browse(jun).post(form.action, data={**form.values, "resolution-text": "My last word."})
    assert late.status_code == 409
    assert "This ticket has been resolved meanwhile." in late.text
    assert "My last word." in late.text
