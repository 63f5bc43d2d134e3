"""What follows when somebody works in another department: those who answer for what they hold are told.

Who had only a factor, a way to recover, an own log-in or a tool leaves changes of exactly that, as a leaver does.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts.actions.moving import note_move
from govdesk.directory.models import PersonChange
from govdesk.exposure.moving import note_lines
from govdesk.rotation.leaving import Loss
from govdesk.rotation.office import Office
from govdesk.rotation.removal import demand_changes_after_move


def tell_of_mover(session: Session, change: PersonChange, now: datetime, office: Office) -> None:
    """Who has left meanwhile has a story of their own."""
    mover, before = change.person, change.department_before
    if mover.is_employed:
        note_move(session, mover, before, occasion=str(change.id), now=now)
        had = note_lines(session, mover, before, now=now)
        demand_changes_after_move(session, Loss(mover, office.today(change.changed_at), now, office), had)
