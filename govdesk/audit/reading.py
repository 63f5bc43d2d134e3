"""Pages that show what few may know: whoever opens one is on record before they see it."""

from typing import Any

from flask import g, request

from govdesk import clock
from govdesk.audit.actions import record


def note_reading(action: str, subject: Any, **fields: Any) -> None:
    """Put on record, and commit, that who asks for this page reads something; the head alone shows nothing.

    For use where nothing waits to be written: the transaction is begun anew, since on SQLite one that has read may
    not get to write.
    """
    if request.method == "HEAD":
        return
    g.db.commit()
    record(g.db, action, subject, by=g.person, at=clock.utcnow(), **fields)
    g.db.commit()
