"""The text as people get it, looked at once more before it leaves."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.i18n import _l
from govdesk.notify.models import Notice
from govdesk.rotation.audience.models import AudienceReminder
from govdesk.rotation.audience.reaching import belongs

KIND = "audience_reminder"


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once it is paused or deleted, or when its reader does not belong to those who are reminded any more."""
    reminder = session.get(AudienceReminder, notice.subject_id)
    if reminder is None or reminder.is_paused or notice.person is None:
        return None
    return names_of(reminder) if belongs(session, reminder, notice.person) else None


def names_of(reminder: AudienceReminder) -> dict[str, Any]:
    """What the templates of its mail ask for."""
    return {"reminder": reminder, "path": f"/reminders/{reminder.id}" if reminder.id else "/notices"}


def _is_recording(session: Session, now: datetime) -> bool:
    return session.scalar(select(AudienceReminder.id).where(AudienceReminder.next_at <= now).limit(1)) is not None


WHY = _l("security reminds you, and perhaps many others, of what is about no single account.")
notify.writes(KIND, letter, why=WHY, digested=notify.Digested(_l("Good to remember"), place=90))
notify.gathers_while(_is_recording)
