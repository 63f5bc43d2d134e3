"""What this room asks of others on its floor, which it does not know: the roof puts them together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govdesk.accounts.deeds import Access, Deed
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.facts import PlatformRole
from govdesk.directory.models import Department, Person
from govdesk.words import Labelled


@dataclass(frozen=True)
class Owed:
    """A policy that somebody has to read and acknowledge."""

    slug: str
    title: str


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
    ways: Sequence[Labelled]
    """By what ways somebody can be let in."""
    roles: Callable[[SocialAccount, Catalogue], Sequence[PlatformRole]]
    """Those of the platform that such an account knows."""
    give_access: Callable[[Session, Access, Catalogue, Deed], None]
    """Put a way in on the access list; who has it already has one afterwards, too."""
    take_access: Callable[[Session, Access, Deed], None]
    """Take all that fits off the list, though it be nothing; who knew the shared password has it changed."""
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
