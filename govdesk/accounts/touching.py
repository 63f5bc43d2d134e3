"""What somebody had of an account, in terms that every room above the register shares."""

from dataclasses import dataclass, field
from datetime import datetime

from govdesk.i18n import _l
from govdesk.words import Labelled

PASSWORD = "password"  # noqa: S105 - what it is, not one
"""What rotations call the secret that all custodians share."""


class Was(Labelled):
    """What somebody, or something, was to a credential before it was lost."""

    CUSTODIAN = "custodian", _l("held the credential")
    FORMER = "former", _l("held the credential before")
    OWNER = "owner", _l("was its owner")
    DEPUTY = "deputy", _l("was its deputy")
    ASKED = "asked", _l("was asked to change it")
    MADE = "made", _l("changed it last, or helped to")
    SECRET = "shared_secret", _l("knew the shared password")
    FACTOR = "second_factor", _l("had the second factor")
    MAILBOX = "recovery_mailbox", _l("got the mail for recovery")
    PHONE = "recovery_phone", _l("had the phone for recovery")
    CODES = "recovery_codes", _l("kept the recovery codes")
    OWN_LOGIN = "own_login", _l("had an own log-in")
    SEAT = "tool_seat", _l("had a seat in a tool")
    TOKEN = "api_token", _l("had an API token")
    UNKNOWN = "unknown", _l("got in by a way nobody knows")
    TOOL = "connected_tool", _l("was a connected tool, or looked after one")
    DEVICE = "trusted_device", _l("was a trusted device, or had one")
    ITSELF = "itself", _l("the account itself")
    LINKED = "linked", _l("is linked with the account that strangers are in")


@dataclass(frozen=True)
class Touched:
    """One credential of one account that somebody had anything of."""

    account_id: int
    credential: str
    """By the name that rotations have for it."""
    was: frozenset[Was] = field(default_factory=frozenset)
    line: int | None = None
    """Id of the line of the access list, where an account can have several of the kind."""
    lost_at: datetime | None = None
    """When they had it no more; None: at the moment of what happened."""
