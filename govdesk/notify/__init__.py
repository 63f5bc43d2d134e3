"""The outbox: every message owed is a row first, then a mail, then a record that it was sent."""

from govdesk.notify.actions import (
    cancel,
    cancel_all,
    cancel_all_to,
    notice_row,
    queue,
    queue_all,
    queue_rows,
    supersede,
    supersede_all,
)
from govdesk.notify.gathering import gathers_while
from govdesk.notify.kinds import Digested, writes
from govdesk.notify.leaving import lets_leave

__all__ = [
    "Digested",
    "cancel",
    "cancel_all",
    "cancel_all_to",
    "gathers_while",
    "lets_leave",
    "notice_row",
    "queue",
    "queue_all",
    "queue_rows",
    "supersede",
    "supersede_all",
    "writes",
]
