"""The outbox: every message owed is a row first, then a mail, then a record that it was sent."""

from govdesk.notify.actions import cancel, cancel_all_to, queue, queue_all, supersede
from govdesk.notify.letters import writes

__all__ = ["cancel", "cancel_all_to", "queue", "queue_all", "supersede", "writes"]
