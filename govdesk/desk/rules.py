"""The words of the desk, and what each step makes of a ticket's state."""

from enum import StrEnum

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

LONGEST_SUBJECT = 200
LONGEST_ADDRESS = 500
LONGEST_TEXT = 20_000
"""Characters of one message."""


class TicketKind(Labelled):
    INCIDENT = "incident", _l("Something is broken or at risk")
    REQUEST = "service_request", _l("I need something")
    QUESTION = "question", _l("I have a question")


class TicketState(Labelled):
    NEW = "new", _l("New"), Tone.SOON
    OPEN = "open", _l("In work"), Tone.OK
    WAITING = "waiting", _l("Waiting for the requester"), Tone.FROZEN
    PLATFORM = "waiting_platform", _l("Waiting for the platform"), Tone.FROZEN
    RESOLVED = "resolved", _l("Resolved"), Tone.PLAIN
    REOPENED = "reopened", _l("Reopened"), Tone.SOON
    CLOSED = "closed", _l("Closed"), Tone.PLAIN

    @property
    def is_over(self) -> bool:
        """Nobody has to do anything any more."""
        return self in OVER


OVER = (TicketState.RESOLVED, TicketState.CLOSED)
STILL_OPEN = tuple(state for state in TicketState if state not in OVER)


class Priority(Labelled):
    """Order of work; a suspected takeover is always urgent."""

    URGENT = "1", _l("Urgent"), Tone.LATE
    HIGH = "2", _l("High"), Tone.SOON
    NORMAL = "3", _l("Normal"), Tone.PLAIN
    LOW = "4", _l("Low"), Tone.PLAIN


class Side(StrEnum):
    """Who a message comes from, as far as promises go: only a public word of the desk keeps one."""

    REQUESTER = "requester"
    AGENT = "agent"
    INTERNAL = "internal"
    AUTOMATIC = "automatic"
    """An out-of-office answer or another machine's; nobody has read or written anything."""
    BOUNCE = "bounce"


class Visibility(Labelled):
    PUBLIC = "public", _l("Public reply")
    INTERNAL = "internal", _l("Internal note")


_USUAL_PRIORITY = {
    TicketKind.INCIDENT: Priority.HIGH,
    TicketKind.REQUEST: Priority.NORMAL,
    TicketKind.QUESTION: Priority.LOW,
}


def first_priority(kind: TicketKind, *, takeover: bool) -> Priority:
    """Where a new ticket stands in the order of work."""
    return Priority.URGENT if takeover else _USUAL_PRIORITY[kind]


def when_taken(state: TicketState) -> TicketState:
    """Somebody at the desk makes it theirs."""
    return TicketState.OPEN if state is TicketState.NEW else state


def when_given_back(state: TicketState, *, answered: bool) -> TicketState:
    """Whoever had it has left: what nobody has answered yet is new to the desk again."""
    return TicketState.NEW if state is TicketState.OPEN and not answered else state


def when_replied(state: TicketState) -> TicketState:
    """The requester writes: what waited for them goes on, what was over comes back."""
    if state.is_over:
        return TicketState.REOPENED
    return TicketState.OPEN if state is TicketState.WAITING else state


def when_answered(state: TicketState, *, waits: bool) -> TicketState:
    """The desk writes to the requester; a later word on what is over does not bring it back.

    That a platform is waited for goes on, whatever the requester is told meanwhile, unless they are asked something.
    """
    if state.is_over or (state is TicketState.PLATFORM and not waits):
        return state
    return TicketState.WAITING if waits else TicketState.OPEN
