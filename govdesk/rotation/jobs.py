"""What the worker calls to queue reminders."""

from govdesk.db import Sessions
from govdesk.settings import Settings


def queue_reminders(sessions: Sessions, settings: Settings) -> None:
    """Queue all reminders that are owed now."""
