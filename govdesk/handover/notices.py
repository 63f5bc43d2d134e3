"""Who is told when a hand-over goes on: whose turn it is, and at the end everybody concerned."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Person
from govdesk.handover.models import Handover
from govdesk.handover.queries import next_ones
from govdesk.handover.rules import HandoverState

KIND = "handover"


def tell(session: Session, handover: Handover, *, by: Person | None, now: datetime) -> None:
    """Queue a mail to each but `by`, who knows; what was said before and is unsent is taken back."""
    notify.cancel(session, KIND, subject=handover, now=now)
    readers = next_ones(session, handover) if handover.state.is_open else _concerned(handover)
    if handover.only_confirms and handover.state is HandoverState.CLOSED:
        return  # as it should be, and nothing has changed
    for reader in readers:
        if reader is not by:
            notify.queue(
                session, KIND, subject=handover, to=reader, at=now, stage=handover.state,
                key=f"handover:{handover.id}:{handover.state}:p{reader.id}",
            )  # fmt: skip


def _concerned(handover: Handover) -> list[Person]:
    people = (handover.opened_by, handover.outgoing, handover.incoming)
    return list(dict.fromkeys(person for person in people if person is not None and person.is_employed))
