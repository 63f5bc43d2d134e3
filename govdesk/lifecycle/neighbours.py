"""What this room asks of others on its floor, which it does not know: the roof puts them together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.words import Labelled


@dataclass(frozen=True)
class Owed:
    """A policy that somebody has to read and acknowledge."""

    slug: str
    title: str


@dataclass(frozen=True)
class Deed:
    """Who does it, and when."""

    by: Person
    now: datetime
    today: date


@dataclass(frozen=True)
class Neighbours:
    """The other rooms, as far as requests need them. All act in the caller's transaction."""

    owed_policies: Callable[[Session, Person, date], Sequence[Owed]]
    """What somebody has not acknowledged of what is in force."""
    outsider_at: Callable[[Session, str], Labelled | None]
    """By an identity's key: as what an account that is not ours is known; None when it is not."""
    hand_over: Callable[[Session, SocialAccount, Sequence[Department], Person | None, Person | None, str, Deed], None]
    """Let the account change hands: departments (the accountable one first), owner, deputy, and why."""
    keep_mailbox: Callable[[Session, SocialAccount, str, Deed], None]
    """Put the mailbox for recovery on the access list."""
    end_access: Callable[[Session, SocialAccount, Deed], None]
    """Nobody can get in any more: the account is gone from its platform."""
    tell_public: Callable[[Session, SocialAccount, date, SocialAccount | None, Deed], None]
    """Until when a retired account was ours, and what replaced it."""


_met: list[Neighbours] = []


def meet(neighbours: Neighbours) -> None:
    """Say who they are; the roof does, before the first request."""
    _met[:] = [neighbours]


def neighbours() -> Neighbours:
    """Raises RuntimeError where the roof has not put the rooms together."""
    if not _met:
        raise RuntimeError("nobody has introduced the other rooms: see govdesk/account_life.py")
    return _met[0]
