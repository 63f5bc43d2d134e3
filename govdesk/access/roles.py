"""What people are: to the whole house, and to one thing."""

from enum import StrEnum

from govdesk.i18n import _l
from govdesk.words import Labelled


class Role(Labelled):
    """What a person is to the whole house; several may be held."""

    STAFF = "staff", _l("Staff")
    AGENT = "agent", _l("Agent")
    COMMS = "comms", _l("Communications")
    SECURITY = "security", _l("Security")
    AUDITOR = "auditor", _l("Auditor")
    ADMIN = "admin", _l("Administrator")


class Relation(StrEnum):
    """What a person is to one thing."""

    REQUESTER = "requester"
    ASSIGNEE = "assignee"
    OWNER = "owner"
    DEPUTY = "deputy"
    CUSTODIAN = "custodian"
    HEAD = "head"
    """Head of the department that answers for the thing.

    Departments that own an account along come and go without anybody's consent: their heads get nothing by that.
    """
    SELF = "self"
    """The person is the thing."""
    COLLEAGUE = "colleague"
    """The thing is a person who works here today; a leaver is nobody's colleague."""
    ASKED = "asked"
    """Somebody was asked about the thing, and has not answered yet or did."""
    MANAGER = "manager"
    """Whom the person reports to, on a hand-over whoever takes over; of an account the owner who has left."""
    OUTGOING = "outgoing"
    """Hands something over, or stands in for who should and has left."""
    INCOMING = "incoming"
    """Takes something over, or is to get in."""
    APPROVER = "approver"
    """Is asked to approve a request now: the head by name, or a role whose turn it is. Never who asked for it.

    Of a change of a credential: may be its second person. Never who made it.
    """
    HANDLER = "handler"
    """Has a role that answers this ticket."""
