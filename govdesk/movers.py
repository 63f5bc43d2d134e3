"""What follows when somebody works in another department: those who answer for what they hold are told.

What they know of accounts of the department they left is to be changed, as a leaver's is; who owns such an account or
stands in for its owner has business with it still.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts.actions.moving import note_move
from govdesk.directory.models import PersonChange
from govdesk.exposure.moving import note_lines
from govdesk.rotation.leaving import Loss, demand_changes_after_move
from govdesk.rotation.office import Office


def tell_of_mover(session: Session, change: PersonChange, now: datetime, office: Office) -> None:
    """Who has left meanwhile has a story of their own."""
    mover, before = change.person, change.department_before
    if mover.is_employed:
        held = note_move(session, mover, before, occasion=str(change.id), now=now)
        had = note_lines(session, mover, before, now=now)
        loss = Loss(mover, change.changed_at, now, office, str(change.id))
        demand_changes_after_move(session, loss, held, had, before)
