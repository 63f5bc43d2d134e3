"""What the worker calls to deliver notices."""

from govdesk.db import Sessions
from govdesk.settings import Settings


def deliver_owed(sessions: Sessions, settings: Settings) -> None:
    """Deliver all that is owed now."""
