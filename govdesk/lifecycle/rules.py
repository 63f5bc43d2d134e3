"""What can be asked for, in which order it is approved, and what may stand in a request. Pure."""

from datetime import timedelta

from govdesk.access import Role
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

LONGEST_TEXT = 1000
REMIND_AFTER = timedelta(days=4)
"""How long a request may lie with somebody until they are reminded, and again after as long."""


class Kind(Labelled):
    OPEN = "open", _l("Open an account")
    CHANGE = "change", _l("Change an account")
    CLOSE = "close", _l("Close an account")
    GRANT = "grant", _l("Give somebody access")
    REVOKE = "revoke", _l("End somebody's access")

    @property
    def is_access(self) -> bool:
        """It is about one way in: who reads it learns a line of a list that few may read."""
        return self in (Kind.GRANT, Kind.REVOKE)


class RequestState(Labelled):
    OWNER = "owner", _l("Waits for the owner"), Tone.SOON
    DEPARTMENT = "department", _l("Waits for the department"), Tone.SOON
    COMMS = "comms", _l("Waits for communications"), Tone.SOON
    SECURITY = "security", _l("Waits for security"), Tone.SOON
    RETURNED = "returned", _l("Sent back with a question"), Tone.LATE
    APPROVED = "approved", _l("Approved, to be done"), Tone.SOON
    DONE = "done", _l("Done"), Tone.OK
    REFUSED = "refused", _l("Refused"), Tone.FROZEN
    WITHDRAWN = "withdrawn", _l("Withdrawn"), Tone.FROZEN

    @property
    def is_open(self) -> bool:
        """Somebody has yet to do something."""
        return self in STILL_OPEN

    @property
    def is_approval(self) -> bool:
        return self in APPROVALS


APPROVALS = (RequestState.OWNER, RequestState.DEPARTMENT, RequestState.COMMS, RequestState.SECURITY)
"""All there are; each of one request is somebody else's word."""
_OF_ACCOUNTS = (RequestState.DEPARTMENT, RequestState.COMMS, RequestState.SECURITY)
_OF_ACCESS = {
    Kind.GRANT: (RequestState.OWNER, RequestState.SECURITY),
    # Whoever is in a hurry to close a door needs one word: the owner's, or security's in their place.
    Kind.REVOKE: (RequestState.OWNER,),
}
STILL_OPEN = (*APPROVALS, RequestState.RETURNED, RequestState.APPROVED)
ROLE_OF = {
    # Where nobody is left who could be asked by name: owner and deputy, or a head.
    RequestState.OWNER: Role.COMMS,
    RequestState.DEPARTMENT: Role.COMMS,
    RequestState.COMMS: Role.COMMS,
    RequestState.SECURITY: Role.SECURITY,
}


def approvals_of(kind: Kind) -> tuple[RequestState, ...]:
    """What such a request needs, in this order."""
    return _OF_ACCESS.get(kind, _OF_ACCOUNTS)


def after(kind: Kind, approval: RequestState) -> RequestState:
    """What a request waits for once this approval is given."""
    order = approvals_of(kind)
    return (*order, RequestState.APPROVED)[order.index(approval) + 1]


class Act(Labelled):
    """What somebody did about a request."""

    ASKED = "asked", _l("asked for it")
    APPROVED = "approved", _l("approved it")
    RETURNED = "returned", _l("sent it back with a question")
    ANSWERED = "answered", _l("answered")
    REFUSED = "refused", _l("refused it")
    WITHDRAWN = "withdrawn", _l("withdrew it")
    DONE = "done", _l("put on record that it is done")


DECISIONS = (Act.APPROVED, Act.RETURNED, Act.REFUSED)
"""What approvers do."""


class HandlePlan(Labelled):
    """What becomes of the handle of an account that is closed."""

    KEPT = "kept", _l("We keep the account signed up, so that nobody else gets the handle")
    GIVEN_UP = "given_up", _l("The account is deleted on its platform; the handle stays on record here")
