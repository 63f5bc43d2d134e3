"""How the history tells what happened to a ticket."""

from dataclasses import replace

from govdesk import audit
from govdesk.audit.history import Line
from govdesk.desk.rules import Priority, TicketKind, TicketState
from govdesk.desk.types.terms import Approver
from govdesk.directory.queries import people_names
from govdesk.i18n import _, _l

NOTED = "desk:ticket:noted"
"""The one action that the requester must not learn of."""

audit.tells(
    {
        "desk:ticket:filed": _l("asked for help"),
        "desk:ticket:assigned": _l("took the ticket"),
        "desk:ticket:returned": _l("gave the ticket back to the desk, since its assignee has left"),
        "desk:ticket:answered": _l("answered"),
        NOTED: _l("kept an internal note"),
        "desk:ticket:replied": _l("replied"),
        "desk:ticket:resolved": _l("resolved the ticket"),
        "desk:ticket:reopened": _l("reopened the ticket"),
        "desk:ticket:approved": _l("approved what it asks for"),
        "desk:ticket:refused": _l("refused what it asks for"),
        "desk:ticket:carried-out": _l("closed it, and the register says so from now on"),
        "desk:step:done": _l("ticked off what was to be done"),
        "desk:step:opened": _l("took back that it is done"),
        "desk:type:published": _l("put a version of a request type in force"),
        "desk:tool:listed": _l("put a tool on the list"),
        "desk:tool:decided": _l("decided about a tool"),
    },
    fields={
        "assignee_id": _l("Assignee"),
        "state": _l("State"),
        "priority": _l("Priority"),
        "kind": _l("Kind"),
        "message_id": _l("Message"),
        "text_digest": _l("SHA-256 of the text"),
        "type_key": _l("Request type"),
        "approver": _l("As"),
        "step": _l("Step"),
        "until_on": _l("Until"),
    },
)
audit.names(people_names, "assignee_id")
audit.labels(TicketState, "state")
audit.labels(Priority, "priority")
audit.labels(TicketKind, "kind")
audit.labels(Approver, "approver")
audit.things("ticket", lambda _session, ids: {n: (_("Ticket %(n)s", n=n), f"/tickets/{n}") for n in ids})

_TOLD_ON_THE_PAGE = ("approver", "assignee_id", "priority", "state", "step")
"""Where it changed: what was filed stands on the page itself, and numbers and digests are for auditors."""


def for_people(line: Line) -> Line:
    """A line of history as the ticket's page tells it."""
    told = [
        detail
        for field, detail in zip(line.event.fields, line.details, strict=True)
        if field in _TOLD_ON_THE_PAGE and detail[1] is not None
    ]
    return replace(line, details=told)
