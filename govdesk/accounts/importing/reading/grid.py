"""Rows of bare cells become lines under named columns: finds the head, which need not be the first row."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from govdesk.accounts.importing.reading import sheet
from govdesk.accounts.importing.reading.fitness import BadRow
from govdesk.errors import Invalid
from govdesk.i18n import _

Cells = Sequence[str]
Numbered = tuple[int, Cells | BadRow]
HEAD_WITHIN = 30
"""Rows in which a head is looked for: titles and notes may stand above it."""

NamesOf = Callable[[Cells], int]
"""How many cells of a row name a column that is known."""
IsAddress = Callable[[str], bool]


def lines_of(
    rows: Iterable[Numbered], names_of: NamesOf, is_address: IsAddress, *, is_sheet: bool = False
) -> "Table":
    """The columns of a grid and its lines. Raises Invalid for a grid without a cell.

    `is_sheet`: cells are where they are, so that columns may go without a name. In text a cell too many means that
    the row is broken.
    """
    waiting = iter(rows)
    first = list(islice(waiting, HEAD_WITHIN))
    if not any(isinstance(cells, BadRow) or any(cells) for _number, cells in first):
        raise Invalid(_("The file is empty."))
    place = _place_of_head(first, names_of, is_address)
    head = _whole_head(first, place) if place is not None else _lettered(first)
    columns = _distinct([*head, *_lettered(first)[len(head) :]] if is_sheet else head)
    rest = first[place + 1 :] if place is not None else first
    return columns, _under(columns, (row for part in (rest, waiting) for row in part))


Table = tuple[tuple[str, ...], Iterator[sheet.Numbered]]


def _place_of_head(first: Sequence[Numbered], names_of: NamesOf, is_address: IsAddress) -> int | None:
    """The row with the most known names; else the one above the first address; None when there is no head."""
    rows = [(place, cells) for place, (_number, cells) in enumerate(first) if not isinstance(cells, BadRow)]
    filled = [(place, cells) for place, cells in rows if any(cells)]
    addressed = next((place for place, cells in filled if any(map(is_address, cells))), len(first))
    above = [(place, cells) for place, cells in filled if place < addressed]
    if not above:
        return None
    best = max(above, key=lambda row: (names_of(row[1]), sum(map(bool, row[1])), -row[0]))
    return best[0]


def _whole_head(first: Sequence[Numbered], place: int) -> list[str]:
    """The names of a head, those of the row above it where it has none: heads may take two rows."""
    head, above = first[place][1], first[place - 1][1] if place else ()
    assert not isinstance(head, BadRow)
    if isinstance(above, BadRow) or sum(map(bool, above)) < 2:
        return list(head)
    return [own or upper for own, upper in zip_longest(head, above, fillvalue="")]


def _lettered(first: Sequence[Numbered]) -> list[str]:
    """Columns of a sheet without a head, called as a spreadsheet calls them."""
    return [""] * max((len(cells) for _number, cells in first if not isinstance(cells, BadRow)), default=0)


def _distinct(head: Cells) -> tuple[str, ...]:
    """A name for each column and no name twice."""
    names, seen = [], Counter[str]()
    for place, cell in enumerate(head):
        name = " ".join(cell.split())[:100] or _("Column %(letter)s", letter=letter(place))
        seen[name.casefold()] += 1
        names.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return tuple(names)


def letter(place: int) -> str:
    """A, B … Z, AA …: what a spreadsheet calls the column at `place`, from 0."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _under(columns: Sequence[str], rows: Iterable[Numbered]) -> Iterator[sheet.Numbered]:
    for number, cells in rows:
        if isinstance(cells, BadRow):
            yield number, cells
        elif len(cells) > len(columns) and any(cells[len(columns) :]):
            yield number, BadRow(_("The row has more cells than the head has columns."), list(cells))
        else:
            yield number, {column: cell for column, cell in zip(columns, cells, strict=False) if cell.strip()}
