"""Somebody who worked at the desk has left: their tickets go back to the queue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.access import Role
from govdesk.desk.models import Ticket
from govdesk.desk.rules import STILL_OPEN
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role

RETURNED = "tickets_returned"


def give_back(session: Session, leaver: Person, *, occasion: str, now: datetime) -> None:
    """Leave no open ticket with `leaver`, and tell the desk of all of them in one mail.

    What they asked for themselves stays open: somebody else may need it, and an agent sees that they have left.
    `occasion` tells this leaving from an earlier one of the same person.
    """
    mine = select(Ticket).where(Ticket.assignee_id == leaver.id, Ticket.state.in_(STILL_OPEN))
    tickets = session.scalars(mine.order_by(Ticket.id).with_for_update()).all()
    for ticket in tickets:
        _give_back(session, ticket, leaver, now)
    for agent in session.scalars(people_with_role(Role.AGENT)) if tickets else ():
        notify.queue(
            session, RETURNED, subject=leaver, to=agent, key=f"returned:{occasion}:p{agent.id}", at=now,
            context={"ticket_ids": [ticket.id for ticket in tickets]},
        )  # fmt: skip


def _give_back(session: Session, ticket: Ticket, leaver: Person, now: datetime) -> None:
    before = ticket.state
    ticket.give_back(now)
    state = {"state": (before, ticket.state)} if ticket.state is not before else {}
    audit.record(session, "desk:ticket:returned", ticket, by=None, at=now, assignee_id=(leaver.id, None), **state)
