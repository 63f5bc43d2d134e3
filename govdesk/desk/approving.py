"""The words that a ticket needs, one after another: who is asked, and what they say."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.desk.models import Ticket
from govdesk.desk.typed import Decision, TicketApproval
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.errors import Conflict, Invalid, NotPermitted
from govdesk.i18n import _
from govdesk.secrecy import holds_secret

ASKED = "ticket_approval"
DECIDED = "ticket_decided"
LONGEST_REASON = 1000


def decide(
    session: Session, ticket: Ticket, decision: Decision, reason: str, *, position: int, by: Person, now: datetime
) -> None:
    """Say yes or no to what a ticket asks; `position` is the approval that was shown.

    Raises NotPermitted for whoever is not asked, Conflict when it was decided meanwhile, Invalid for a secret.
    """
    turn = ticket.next_approval
    if turn is None or turn.position != position or ticket.state.is_over:
        raise Conflict(_("This was decided meanwhile. Look at the ticket again."))
    if not turn.awaits(by):
        raise NotPermitted(_("It is not your turn: somebody else is asked, or you have had your say."))
    if holds_secret(reason):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say it without it."))
    turn.decision, turn.reason = decision, reason or None
    turn.decided_by, turn.decided_at = by, now
    session.flush()
    audit.record(
        session, f"desk:ticket:{decision}", ticket, by=by, at=now, approver=turn.approver,
        **({"reason_digest": audit.digest(reason)} if reason else {}),
    )  # fmt: skip
    notify.cancel(session, ASKED, subject=ticket, now=now)
    if decision is Decision.REFUSED or ticket.next_approval is None:
        _tell_decision(session, ticket, by, now)
    ask_next(session, ticket, now=now)


def ask_next(session: Session, ticket: Ticket, *, now: datetime) -> None:
    """Owe a mail to whoever is to decide next; nobody when nothing is left to decide."""
    turn = ticket.next_approval
    if turn is None:
        return
    for person in asked_by(session, turn):
        key = f"{ASKED}.{ticket.id}.{turn.position}.{person.id}"
        notify.queue(session, ASKED, subject=ticket, to=person, key=key, at=now, context={"position": turn.position})


def asked_by(session: Session, turn: TicketApproval) -> list[Person]:
    """Who could decide today."""
    people = turn.asked_people or session.scalars(people_with_role(turn.asked_role)).all()
    return [person for person in people if turn.awaits(person)]


def _tell_decision(session: Session, ticket: Ticket, by: Person, now: datetime) -> None:
    others = {ticket.requester, ticket.assignee} - {None, by}
    for person in others:
        assert person is not None, "taken out above"
        key = f"{DECIDED}.{ticket.id}.{person.id}"
        notify.queue(session, DECIDED, subject=ticket, to=person, key=key, at=now)
