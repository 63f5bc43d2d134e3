"""Long lists, read on from a row rather than counted: as quick at the end as at the beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flask import request

from govdesk.web.paging import PER_PAGE, here


class Numbered(Protocol):
    """A row that the next stretch can start behind."""

    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Numbered)


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Some rows of a list, and whether it goes on."""

    rows: Sequence[Row]
    goes_on: bool

    @classmethod
    def of(cls, rows: Sequence[Row], per_page: int = PER_PAGE) -> "Stretch[Row]":
        """Shows `per_page` rows; one more than that was asked for, to know whether there are more."""
        return cls(rows[:per_page], len(rows) > per_page)

    @property
    def is_first(self) -> bool:
        return not request.args.get("after")

    @property
    def next_url(self) -> str:
        """This list, same filters, behind the last row shown."""
        return here(after=self.rows[-1].id)

    @property
    def first_url(self) -> str:
        """This list, same filters, from its beginning."""
        return here(after=None)


def row_before() -> int | None:
    """`?after=`: the id of the row behind which the list goes on; None for the beginning, or for anything else."""
    text = request.args.get("after", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None
