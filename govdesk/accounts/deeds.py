"""What rooms that do not know each other ask of one another about accounts, through the roof."""

from dataclasses import dataclass
from datetime import date, datetime

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person


@dataclass(frozen=True)
class Deed:
    """Who does it, and when."""

    by: Person
    now: datetime
    today: date


@dataclass(frozen=True)
class Access:
    """A way in to an account: whose, and on what terms."""

    account: SocialAccount
    person: Person | None
    agency: str | None
    """An outside agency by its name, where it is no person's."""
    way: str | None
    """As access lists name it; None: every way, where access ends."""
    role: str | None = None
    ends_on: date | None = None
    evidence: str | None = None
