"""What would come of a reminder: to how many, on which days, and how its mail reads."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govdesk.notify.letters import Text, Voice
from govdesk.notify.models import Notice
from govdesk.rotation.audience.actions import Wish
from govdesk.rotation.audience.letters import KIND, names_of
from govdesk.rotation.audience.models import AudienceReminder
from govdesk.rotation.audience.reaching import number_of

DAYS_SHOWN = 6


@dataclass(frozen=True)
class Preview:
    number: int
    """How many it would reach now."""
    days: list[date]
    mail: Text


def preview_of(
    session: Session, wish: Wish, *, voice: Voice, since: date | None, reminder_id: int | None = None
) -> Preview:
    """For the reader of `voice`, with its days from `since` on; None where none is left."""
    said = AudienceReminder(id=reminder_id, subject=wish.subject, text=wish.text)
    return Preview(
        number_of(session, wish.audience, wish.department.id if wish.department else None),
        wish.rhythm.coming(since, DAYS_SHOWN) if since else [],
        voice.text(Notice(kind=KIND), names_of(said)),
    )
