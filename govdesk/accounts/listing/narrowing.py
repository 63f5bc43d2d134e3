"""How a room above the register narrows the list of accounts by what only it knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from govdesk.access import Permission
from govdesk.words import Labelled


@dataclass(frozen=True)
class Narrowing:
    """A choice beside the other filters, for those who hold `permission` on every account."""

    permission: Permission
    choices: Sequence[Labelled]
    parts: Callable[[str], Sequence[Select[int]]]
    """A chosen value → the ids of the accounts that fit, none twice, each part found by an index."""


_NARROWINGS: dict[str, Narrowing] = {}


def narrows_list(by: str, narrowing: Narrowing) -> None:
    """Offer the filter `by`; the form has a field of this name."""
    _NARROWINGS[by] = narrowing


def narrowing(by: str) -> Narrowing | None:
    """None where no room offers it."""
    return _NARROWINGS.get(by)
