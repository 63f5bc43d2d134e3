"""Append-only events: who did what to which thing, when; the history on every page."""

from govdesk.audit.actions import digest, record
from govdesk.audit.history import history_of, lines
from govdesk.audit.words import names, tells

__all__ = ["digest", "history_of", "lines", "names", "record", "tells"]
