"""What follows when somebody works in another department: those who answer for what they hold are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts.actions.moving import note_move
from govdesk.directory.models import PersonChange
from govdesk.rotation.office import Office


def tell_of_mover(session: Session, change: PersonChange, now: datetime, _office: Office) -> None:
    """Who has left meanwhile has a story of their own."""
    if change.person.is_employed:
        note_move(session, change.person, change.department_before, occasion=str(change.id), now=now)
