"""What was asked by a type comes true when its ticket is closed: after the approvals, the steps, and a decision."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.desk.models import Ticket
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.typed import Decision
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant
from govdesk.notify.models import Notice
from tests.desk.conftest import Browse

HOLDERS, TOOL = "/tickets/new/holders", "/tickets/new/blocked-site"


@pytest.fixture
def wish(browse: Browse, session: Session, olu: Person, grace: Person, ada: Person, noaa: SocialAccount) -> Ticket:
    """Olu asks that Ada gets an own log-in to an account that Grace owns."""
    noaa.owner = grace
    session.commit()
    sent = {"account": noaa.url, "f_turn": "in", "f_person": ada.login, "f_way": "own_login", "f_why": "mover"}
    assert browse(olu).submit(HOLDERS, to=HOLDERS, **sent).status_code == 303
    return session.scalars(select(Ticket)).one()


def decide(browse: Browse, person: Person, ticket: Ticket, **values: str) -> int:
    here = f"/tickets/{ticket.id}"
    return browse(person).submit(here, to=f"{here}/approval", **{"decision": "approved", **values}).status_code


def tick_all(browse: Browse, person: Person, ticket: Ticket) -> None:
    here = f"/tickets/{ticket.id}"
    for step in ticket.steps:
        assert browse(person).submit(here, to=f"{here}/steps/{step.position}", done="yes").status_code == 303


def resolve(browse: Browse, person: Person, ticket: Ticket) -> int:
    here = f"/tickets/{ticket.id}"
    return browse(person).submit(here, to=f"{here}/resolution").status_code


def test_access_is_given_at_closing_and_the_agent_is_not_told_to_whom(
    browse: Browse, session: Session, wish: Ticket, mei: Person, grace: Person, sam: Person, ada: Person
) -> None:
    assert ada.name not in browse(mei).get(f"/tickets/{wish.id}").text
    assert ada.name in browse(grace).get(f"/tickets/{wish.id}").text
    assert resolve(browse, mei, wish) == 409
    assert decide(browse, grace, wish) == 303
    assert decide(browse, sam, wish) == 303
    tick_all(browse, mei, wish)
    assert session.scalar(select(AccessGrant)) is None
    assert resolve(browse, mei, wish) == 303
    grant = session.scalars(select(AccessGrant)).one()
    assert (grant.person_id, grant.way, grant.evidence) == (ada.id, "own_login", f"Ticket {wish.id}")
    assert ada.name not in browse(mei).get(f"/tickets/{wish.id}").text


def test_nobody_decides_out_of_turn_or_about_themselves(
    browse: Browse, session: Session, wish: Ticket, olu: Person, ada: Person, sam: Person, grace: Person
) -> None:
    shown = browse(grace).get(f"/tickets/{wish.id}")
    assert "What do you decide?" in shown.text
    for person in (olu, sam):
        assert "What do you decide?" not in browse(person).get(f"/tickets/{wish.id}").text
    assert not wish.approvals[0].awaits(ada)
    assert session.scalars(select(Notice.person_id).where(Notice.kind == "ticket_approval")).all() == [grace.id]
    assert wish.approvals[0].decision is None, "opening the page decides nothing"


def test_a_refusal_needs_a_reason_and_changes_nothing(
    browse: Browse, session: Session, wish: Ticket, grace: Person, mei: Person
) -> None:
    assert decide(browse, grace, wish, decision="refused") == 422
    assert decide(browse, grace, wish, decision="refused", reason="She left the team") == 303
    assert wish.approvals[0].decision is Decision.REFUSED
    assert resolve(browse, mei, wish) == 303
    assert session.scalar(select(AccessGrant)) is None


def test_a_blocked_site_ends_in_a_decision_with_a_last_day(
    browse: Browse, session: Session, olu: Person, mei: Person, grace: Person, sam: Person
) -> None:
    olu.manager = grace
    session.commit()
    sent = {"f_tool": "https://www.canva.example/design", "f_reason": "Pictures for posts", "f_until": "2027-03-01",
            "f_personal_data": "no"}  # fmt: skip
    assert browse(olu).submit(TOOL, to=TOOL, **sent).status_code == 303
    ticket = session.scalars(select(Ticket)).one()
    assert decide(browse, grace, ticket) == 303
    assert decide(browse, sam, ticket) == 303
    tick_all(browse, mei, ticket)
    assert resolve(browse, mei, ticket) == 409
    new = f"/tools/new?ticket={ticket.id}"
    form = {"kind": "design", "state": "conditional"}
    refused = browse(mei).submit(new, to="/tools/new", **form)
    assert (refused.status_code, "Say on what conditions" in refused.text) == (422, True)
    decided = browse(mei).submit(new, to="/tools/new", **form, conditions="No personal details")
    assert (decided.status_code, decided.location) == (303, f"/tickets/{ticket.id}")
    tool = session.scalars(select(SanctionedTool)).one()
    assert (str(tool.until_on), tool.host, tool.ticket_id) == ("2027-03-01", "canva.example", ticket.id)
    assert resolve(browse, mei, ticket) == 303
    assert "No personal details" in browse(olu).get("/tools?q=canva").text
