"""Hand-overs in which nothing happens: who is told, one mail a day however many there are."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Role
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.handover.models import Handover
from govdesk.handover.queries import next_ones
from govdesk.handover.rules import HandoverState, Nudge

KIND = "handover_stuck"
GATHERED_FOR = timedelta(minutes=2)
"""Until the mails go out, so that all that are stuck are in them."""


def tell_stuck(session: Session, handover: Handover, *, now: datetime, today: date) -> None:
    """Owe a mail to each who is told at this stage."""
    for reader in told_of_it(session, handover):
        key = f"stuck:{today}:p{reader.id}"
        notify.queue(session, KIND, subject=reader, to=reader, key=key, at=now + GATHERED_FOR)


def told_of_it(session: Session, handover: Handover) -> list[Person]:
    """Whose turn it is; then their managers, too, or communications for want of one; then communications.

    Who closes stands above a party: over them are communications.
    """
    if handover.nudged is None:
        return []
    theirs = next_ones(session, handover)
    if handover.nudged is Nudge.THEMSELVES:
        return theirs
    above = _managers(theirs) if _goes_to_managers(handover) else []
    return list(dict.fromkeys([*theirs, *(above or session.scalars(people_with_role(Role.COMMS)))]))


def _goes_to_managers(handover: Handover) -> bool:
    return handover.nudged is Nudge.MANAGER and handover.state is not HandoverState.CLOSING


def _managers(people: list[Person]) -> list[Person]:
    return [one.manager for one in people if one.manager is not None and one.manager.is_employed]
