"""The same form sent twice is one ticket, one reply; other words are never lost by it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person
from govdesk.notify.models import Notice
from tests.desk.conftest import Browse, FileTicket
from tests.pages import Page

MATTER = {"kind": "question", "subject": "May I?", "text": "May I post on Sundays?"}


def count(session: Session, of: type) -> int:
    return session.scalar(select(func.count()).select_from(of)) or 0


def test_a_ticket_form_sent_twice_makes_one_ticket(browse: Browse, session: Session, olu: Person) -> None:
    form = Page(browse(olu).get("/tickets/new").text).form("/tickets/new")
    answers = [browse(olu).post("/tickets/new", data={**form.values, **MATTER}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert (count(session, Ticket), count(session, TicketMessage), count(session, Notice)) == (1, 1, 1)


def test_two_people_may_happen_on_the_same_key(browse: Browse, session: Session, olu: Person, ada: Person) -> None:
    for person in (olu, ada):
        form = Page(browse(person).get("/tickets/new").text).form("/tickets/new")
        browse(person).post("/tickets/new", data={**form.values, **MATTER, "form_key": "same"})
    assert count(session, Ticket) == 2


def test_going_back_and_writing_something_else_is_asked_about(browse: Browse, session: Session, olu: Person) -> None:
    form = Page(browse(olu).get("/tickets/new").text).form("/tickets/new")
    browse(olu).post("/tickets/new", data={**form.values, **MATTER})
    other = {**form.values, **MATTER, "text": "And on Mondays?"}
    asked = browse(olu).post("/tickets/new", data=other)
    assert asked.status_code == 422
    assert "You have sent this form before" in asked.text
    assert "And on Mondays?" in asked.text
    meant = Page(asked.text).form("/tickets/new")
    assert browse(olu).post("/tickets/new", data=meant.values).status_code == 303
    assert count(session, Ticket) == 2


def test_a_reply_sent_twice_is_one_reply(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person
) -> None:
    here = f"/tickets/{files(olu).id}"
    form = Page(browse(mei).get(here).text).form(f"{here}/messages")
    data = {**form.values, "reply-text": "Yes, you may."}
    assert [browse(mei).post(form.action, data=data).status_code for _ in range(2)] == [303, 303]
    assert count(session, TicketMessage) == 2
    changed = browse(mei).post(form.action, data={**data, "reply-text": "No, you may not."})
    assert changed.status_code == 422
    assert "No, you may not." in changed.text


def test_resolving_twice_resolves_once(
    browse: Browse, files: FileTicket, session: Session, olu: Person, mei: Person
) -> None:
    here = f"/tickets/{files(olu).id}"
    form = Page(browse(mei).get(here).text).form(f"{here}/resolution")
    for text in ("", "Done."):
        again = [
            browse(mei).post(form.action, data={**form.values, "resolution-text": text}).status_code for _ in range(2)
        ]
        assert again == ([303, 303] if not text else [409, 409])
    kinds = session.scalars(select(Notice.kind)).all()
    assert kinds.count("ticket_resolved") == 1
