"""What this room asks of others that it does not know: the roof puts them together (`desk_life.py`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govdesk.accounts.deeds import Access, Deed
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person


@dataclass(frozen=True)
class Section:
    """A part of a policy that may be the answer already."""

    policy: str
    title: str
    href: str


@dataclass(frozen=True)
class Neighbours:
    """The other rooms, as far as the desk needs them. All act in the caller's transaction."""

    tell_security: Callable[[Session, SocialAccount, str, str, Deed], None]
    """That somebody else may be in the account: why, and the key of the form that said so."""
    give_access: Callable[[Session, Access, Catalogue, Deed], None]
    """Put a way in on the access list; who has it already has one line afterwards, too."""
    take_access: Callable[[Session, Access, Deed], None]
    """Take all ways in of theirs off the list, though there be none; the list is shown to nobody."""
    owed_policies: Callable[[Session, Person, date], Sequence[str]]
    """Titles of what somebody has not acknowledged of what is in force."""
    sections_about: Callable[[Session, str, date], Sequence[Section]]
    """Parts of the policies in force that have these words, the likeliest first."""


_met: list[Neighbours] = []


def meet(neighbours: Neighbours) -> None:
    """Say who they are; the roof does, before the first ticket."""
    _met[:] = [neighbours]


def neighbours() -> Neighbours:
    """Raises RuntimeError where the roof has not put the rooms together."""
    if not _met:
        raise RuntimeError("nobody has introduced the other rooms: see govdesk/desk_life.py")
    return _met[0]
