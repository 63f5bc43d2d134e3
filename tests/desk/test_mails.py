"""What the mails say, and when they have lost their point."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.desk import letters
from govdesk.desk.models import Ticket
from govdesk.directory.models import Person, PersonRole, PersonState
from govdesk.notify.letters import Text, write
from govdesk.notify.models import Notice
from tests.desk.conftest import Browse, FileTicket

SUBJECT = "Strange <b>posts</b>"


@pytest.fixture
def ticket(files: FileTicket, olu: Person, mei: Person) -> Ticket:
    return files(olu, subject=SUBJECT, text="First line\n<b>second</b> line")


def written(session: Session, kind: str) -> Text | None:
    session.expire_all()
    notice = session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id.desc())).first()
    assert notice is not None
    assert notice.kind in (*letters.OF_REQUESTERS, *letters.OF_THE_DESK)
    return write(session, notice, base_url="https://govdesk.example", today=date(2027, 3, 1), addressee="Olu Adeyemi")


def test_each_mail_holds_the_words_and_the_way_to_the_ticket(
    app: Flask, browse: Browse, session: Session, ticket: Ticket, olu: Person, mei: Person
) -> None:
    here = f"/tickets/{ticket.id}"
    told = {"ticket_filed": "second</b> line", "ticket_arrived": "Olu Adeyemi asks for help"}
    texts = {kind: written(session, kind) for kind in told}
    browse(mei).submit(here, to=f"{here}/messages", **{"reply-text": "Mei's <i>answer</i>."})
    browse(olu).submit(here, to=f"{here}/messages", **{"reply-text": "Olu's reply."})
    texts |= {kind: written(session, kind) for kind in ("ticket_answered", "ticket_replied")}
    browse(mei).submit(here, to=f"{here}/resolution", **{"resolution-text": "Last word."})
    texts["ticket_resolved"] = written(session, "ticket_resolved")
    browse(olu).submit(here, to=f"{here}/reopening")
    texts["ticket_reopened"] = written(session, "ticket_reopened")
    told |= {
        "ticket_answered": "Mei's <i>answer</i>.",
        "ticket_replied": "Olu's reply.",
        "ticket_resolved": "Last word.",
        "ticket_reopened": "is open again",
    }
    for kind, text in texts.items():
        assert text is not None
        assert text.subject.startswith(f"[Ticket {ticket.id}] ")
        assert SUBJECT in text.subject
        assert told[kind] in text.plain
        assert f"https://govdesk.example{here}" in text.plain
        assert f'href="https://govdesk.example{here}"' in text.html
        assert "<b>" not in text.html
        assert "<i>" not in text.html


def test_a_new_ticket_is_no_news_once_somebody_has_it(
    browse: Browse, session: Session, ticket: Ticket, mei: Person
) -> None:
    assert written(session, "ticket_arrived") is not None
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/assignment")
    assert written(session, "ticket_arrived") is None


def test_a_resolution_taken_back_is_not_mailed(
    browse: Browse, session: Session, ticket: Ticket, olu: Person, mei: Person
) -> None:
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/resolution")
    assert written(session, "ticket_resolved") is not None
    browse(olu).submit(here, to=f"{here}/reopening")
    assert written(session, "ticket_resolved") is None


def test_an_agent_who_lost_the_role_gets_no_more_of_it(session: Session, ticket: Ticket, mei: Person) -> None:
    mei.granted.clear()
    session.commit()
    assert written(session, "ticket_arrived") is None


def test_a_reply_reaches_the_rest_of_the_desk_when_its_assignee_is_gone(
    browse: Browse, session: Session, ticket: Ticket, olu: Person, mei: Person, ada: Person
) -> None:
    here = f"/tickets/{ticket.id}"
    browse(mei).submit(here, to=f"{here}/assignment")
    mei.state = PersonState.DISABLED
    ada.granted.append(PersonRole(role=Role.AGENT, group_dn="cn=agents"))
    session.commit()
    browse(olu).submit(here, to=f"{here}/messages", **{"reply-text": "Anybody?"})
    told = session.scalars(select(Notice.person_id).where(Notice.kind == "ticket_replied")).all()
    assert told == [ada.id]
