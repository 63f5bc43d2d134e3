"""What becomes of open hand-overs when one of the parties leaves."""

from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.orm import Session, aliased

from govdesk.directory.models import Person
from govdesk.handover import notices
from govdesk.handover.actions.ending import cancel
from govdesk.handover.models import Handover
from govdesk.handover.queries import open_ones
from govdesk.i18n import _


def go_on_without(session: Session, leaver: Person, *, now: datetime) -> None:
    """Cancel what was to become the leaver's; in what they were to do somebody else is asked."""
    incoming = aliased(Person)
    parts = (Handover.outgoing_id, Handover.incoming_id, Handover.owner_id, Handover.deputy_id, incoming.manager_id)
    theirs = open_ones().join(incoming, Handover.incoming_id == incoming.id)
    for handover in session.scalars(theirs.where(or_(*(column == leaver.id for column in parts)))).all():
        named = (
            (handover.incoming,) if handover.only_confirms else (handover.incoming, handover.owner, handover.deputy)
        )
        if leaver in named:
            cancel(session, handover, _("%(name)s has left.", name=leaver.name), by=None, now=now)
        else:
            notices.tell(session, handover, by=None, now=now)
