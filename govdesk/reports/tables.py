"""What a report is made of: columns, lines and figures. Asks no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from govdesk.access import Permission
from govdesk.directory.models import Person
from govdesk.i18n import _
from govdesk.words import Labelled, Tone

Cell = str | int | date | Labelled | tuple[Labelled, ...] | None
Plain = str | int | date | None


class Kind(StrEnum):
    """How a column is drawn, and how wide it is in a workbook."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    STATE = "state"


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    kind: Kind = Kind.TEXT
    asks: Permission | None = None
    """Who lacks it gets the report without this column."""
    in_page: bool = True
    """False: too much for a page, only files have it."""
    short: str = ""
    """What a page calls it, where fewer words do."""


@dataclass(frozen=True)
class Line:
    """One row; a missing cell is an empty one."""

    cells: Mapping[str, Cell]
    href: str | None = None
    """Where its first cell leads."""
    level: int = 0
    """How deep in a tree it stands."""
    is_total: bool = False


@dataclass(frozen=True)
class Figure:
    """One number of those above the table."""

    label: str
    value: str | int
    tone: Tone = Tone.PLAIN


def plain(cell: Cell) -> Plain:
    """A cell as a file has it: states by their words."""
    if isinstance(cell, tuple):
        return ", ".join(str(state.label) for state in cell)
    return str(cell.label) if isinstance(cell, Labelled) else cell


def alarming(count: int) -> Tone:
    """The tone of a number that should be nothing."""
    return Tone.LATE if count else Tone.OK


def who(person: Person | None) -> str | None:
    """A person in one cell: by name and by login, which alone tells namesakes apart."""
    if person is None:
        return None
    named = f"{person.name} ({person.login})"
    return named if person.is_employed else _("%(person)s, has left", person=named)


def summed(lines: Iterable[Line], label_key: str, label: str, keys: Sequence[str]) -> Line:
    """The line below all others: the sums of these columns."""
    sums = dict.fromkeys(keys, 0)
    for line in lines:
        for key in keys:
            value = line.cells.get(key)
            sums[key] += value if isinstance(value, int) else 0
    return Line({label_key: label, **sums}, is_total=True)
