"""How the history tells what happened to a ticket."""

from dataclasses import replace

from govdesk import audit
from govdesk.audit.history import Line
from govdesk.desk.rules import TicketState
from govdesk.directory.queries import people_names
from govdesk.i18n import _l

NOTED = "desk:ticket:noted"
"""The one action that the requester must not learn of."""

audit.tells(
    {
        "desk:ticket:filed": _l("asked for help"),
        "desk:ticket:assigned": _l("took the ticket"),
        "desk:ticket:answered": _l("answered"),
        NOTED: _l("kept an internal note"),
        "desk:ticket:replied": _l("replied"),
        "desk:ticket:resolved": _l("resolved the ticket"),
        "desk:ticket:reopened": _l("reopened the ticket"),
    },
    fields={
        "assignee_id": _l("Assignee"),
        "state": _l("State"),
        "priority": _l("Priority"),
        "kind": _l("Kind"),
        "message_id": _l("Message"),
        "text_digest": _l("SHA-256 of the text"),
    },
)
audit.names(people_names, "assignee_id")

_TOLD_ON_THE_PAGE = ("assignee_id", "state")
"""What was filed stands on the page itself, and numbers of messages and digests are for auditors."""


def for_people(line: Line) -> Line:
    """A line of history as the ticket's page tells it, with states in words."""
    told = [
        (label, _in_words(before), _in_words(after) or after)
        for field, (label, before, after) in zip(line.event.fields, line.details, strict=True)
        if field in _TOLD_ON_THE_PAGE
    ]
    return replace(line, details=told)


def _in_words(value: str | None) -> str | None:
    return str(TicketState(value).label) if value in set(TicketState) else value
