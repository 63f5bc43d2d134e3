"""What this room asks of the access list, which stands beside it: the roof puts them together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.touching import Touched
from govdesk.accounts.ways import WaysIn
from govdesk.directory.models import Person

Key = tuple[str, int | None]
"""Credential and line."""


@dataclass(frozen=True)
class Neighbours:
    """The access list, as far as events need it."""

    line_names: Callable[[Session, Collection[Key]], Mapping[Key, str]]
    """What lines are called, for who may read the list."""
    touched_by_agency: Callable[[Session, str], Iterable[Touched]]
    """All that an agency, by its name however it is written, has or holds."""
    touched_by_tool: Callable[[Session, str], Iterable[Touched]]
    """All tokens of a connected tool of that name."""
    touched_by_device: Callable[[Session, Person], Iterable[Touched]]
    """Trusted devices, second factors and phones for recovery of somebody."""
    agencies: Callable[[Session], Sequence[str]]
    tools: Callable[[Session], Sequence[str]]
    """Names to choose from."""
    end_agency: Callable[[Session, str, Actor, datetime, date], None]
    """Take all ways in of an agency off the lists; what follows is the event's."""
    ways_of: Callable[[Session, Collection[int]], Mapping[int, WaysIn]]
    """What the lists of these accounts say that a change has to think of."""


_met: list[Neighbours] = []


def meet(neighbours: Neighbours) -> None:
    """Say who they are; the roof does, before the first request."""
    _met[:] = [neighbours]


def neighbours() -> Neighbours:
    """Raises RuntimeError where the roof has not put the rooms together."""
    if not _met:
        raise RuntimeError("nobody has introduced the access list: see govdesk/credential_life.py")
    return _met[0]
