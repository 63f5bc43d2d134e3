"""Append-only events: who did what to which thing, when; the history on every page."""

from govdesk.audit.actions import digest, record, record_all
from govdesk.audit.history import history_of, lines
from govdesk.audit.words import labels, names, tells, things

__all__ = ["digest", "history_of", "labels", "lines", "names", "record", "record_all", "tells", "things"]
