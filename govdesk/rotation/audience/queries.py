"""Reading reminders to many."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from govdesk.errors import NotFound
from govdesk.rotation.audience.models import AudienceReminder
from govdesk.web.guard import NO_SUCH_PAGE


def reminder(session: Session, reminder_id: int) -> AudienceReminder:
    """One of them. Raises NotFound."""
    found = session.get(AudienceReminder, reminder_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def reminder_to_change(session: Session, reminder_id: int) -> AudienceReminder:
    """The same, kept from others until the transaction ends: who comes second sees what the first did."""
    found = session.get(AudienceReminder, reminder_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def reminders() -> Select[AudienceReminder]:
    """All of them: the next to go out first, what is paused or over last."""
    return (
        select(AudienceReminder)
        .options(joinedload(AudienceReminder.department))
        .order_by(AudienceReminder.next_at.is_(None), AudienceReminder.next_at, AudienceReminder.id.desc())
    )


def owed(now: datetime) -> Select[AudienceReminder]:
    """Those that people are to be told of now, the longest first; rows that another worker holds are passed over."""
    return (
        select(AudienceReminder)
        .where(AudienceReminder.next_at <= now)
        .order_by(AudienceReminder.next_at, AudienceReminder.id)
        .with_for_update(skip_locked=True)
    )
