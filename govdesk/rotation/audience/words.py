"""How the history tells what became of reminders to many."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.i18n import _l
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.rules import Unit


def reminder_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to headlines and pages, for the trail."""
    found = session.scalars(select(AudienceReminder).where(AudienceReminder.id.in_(ids)))
    return {row.id: (row.subject, f"/rotations/audiences/{row.id}") for row in found}


audit.tells(
    {
        "audience:reminder:made": _l("had many people reminded"),
        "audience:reminder:changed": _l("changed what many people are reminded of"),
        "audience:reminder:paused": _l("paused a reminder to many people"),
        "audience:reminder:resumed": _l("resumed a reminder to many people"),
        "audience:reminder:deleted": _l("deleted a reminder to many people"),
        "audience:reminder:told": _l("reminded many people"),
    },
    fields={
        "audience": _l("Who is reminded"),
        "first_on": _l("First day"),
        "unit": _l("Again"),
        "every": _l("How many"),
        "ends_on": _l("Last day"),
        "day": _l("Day"),
        "people": _l("People"),
        "headline": _l("Headline"),
    },
)
audit.labels(Audience, "audience")
audit.labels(Unit, "unit")
audit.things("audience_reminder", reminder_things)
