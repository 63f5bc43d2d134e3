"""Append-only events: who did what to which thing, when; the history on every page."""

from govdesk.audit.actions import digest, record, record_all
from govdesk.audit.history import Line, history_of, lines
from govdesk.audit.reading import note_reading
from govdesk.audit.words import HOLDERS, OF_HOLDERS, is_about_holders, labels, names, tells, tells_holders, things

__all__ = [
    "HOLDERS",
    "OF_HOLDERS",
    "Line",
    "digest",
    "history_of",
    "is_about_holders",
    "labels",
    "lines",
    "names",
    "note_reading",
    "record",
    "record_all",
    "tells",
    "tells_holders",
    "things",
]
