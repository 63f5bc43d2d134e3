"""Who is told when a hand-over goes on: whose turn it is, and at the end everybody concerned."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Person
from govdesk.handover.models import Handover
from govdesk.handover.queries import next_ones
from govdesk.handover.rules import HandoverState

KIND = "handover"
OF_BATCH = "handover_batch"


def tell(session: Session, handover: Handover, *, by: Person | None, now: datetime) -> None:
    """Queue a mail to each but `by`, who knows; what was said before and is unsent is taken back.

    Of those that were opened together each hears at most once a day of each step, however many accounts there are.
    """
    if handover.only_confirms and handover.state is HandoverState.CLOSED:
        notify.cancel(session, KIND, subject=handover, now=now)
        return  # as it should be, and nothing has changed
    readers = [reader for reader in told_next(session, handover) if reader is not by]
    if handover.batch is not None:
        for reader in readers:
            key = f"handovers:{handover.batch_id}:{handover.state}:{now:%Y%m%d}:p{reader.id}"
            notify.queue(
                session, OF_BATCH, subject=handover.batch, to=reader, at=now, stage=handover.state, key=key
            )  # fmt: skip
        return
    notify.cancel(session, KIND, subject=handover, now=now)
    for reader in readers:
        notify.queue(
            session, KIND, subject=handover, to=reader, at=now, stage=handover.state,
            key=f"handover:{handover.id}:{handover.state}:p{reader.id}",
        )  # fmt: skip


def told_next(session: Session, handover: Handover) -> list[Person]:
    """Whose turn it is; once it is over, those who had a part in it."""
    if handover.state.is_open:
        return next_ones(session, handover)
    people = (handover.opened_by, handover.outgoing, handover.incoming)
    return list(dict.fromkeys(person for person in people if person is not None and person.is_employed))
