"""What every kind of file is read into: named columns, numbered lines, and lines of which nothing can be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from govdesk.accounts.importing.reading.fitness import BadRow, Sieve, is_for_secrets, names_a_secret
from govdesk.accounts.importing.reading.links import Linked
from govdesk.accounts.importing.reading.named_still import accounts_in
from govdesk.accounts.importing.reading.totals import is_a_total
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.errors import Invalid
from govdesk.i18n import _

MOST_COLUMNS = 200
MOST_ROWS = 200_000
Value = str | list[str]
"""A cell, or the several values that JSON and YAML put where a sheet has one cell."""
Cells = dict[str, Value]
Numbered = tuple[int, Cells | BadRow]


@dataclass(frozen=True)
class Line:
    """One line of a sheet or one record of a list; only cells that hold something."""

    number: int
    """As a spreadsheet counts, the head included; in JSON and YAML the place in the list, from 1."""
    cells: Cells
    links: dict[str, str] = field(default_factory=dict)
    """Column → the web address behind its cell."""
    part: str = ""
    """Where numbered columns tell of several accounts: the first column of this one."""


@dataclass(frozen=True)
class Unreadable:
    """A row of which nothing can be taken, and why. The reason never repeats the row's values."""

    number: int
    reason: str
    column: str = ""
    """The column, where one line names several accounts."""
    named: tuple[str, ...] = ()
    """What stands for the accounts that it names all the same: see `named_still`."""
    unknown: str = ""
    """What it calls its platform, where nobody here knows that word."""


@dataclass(frozen=True)
class Sheet:
    """A table of accounts in the source's own words; lines with secrets are not in it any more."""

    name: str
    columns: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    refused: list[Unreadable] = field(default_factory=list)
    for_secrets: tuple[str, ...] = ()
    """Columns in which something stood that opens accounts: thrown away, their names are all that is left."""

    def holds(self, column: str) -> bool:
        """Whether anything stands in a column."""
        return any(column in line.cells for line in self.lines)

    def values(self, column: str, most: int) -> list[str]:
        """What the first `most` lines say in a column, the empty ones left out."""
        found = (line.cells.get(column, "") for line in self.lines[:most])
        return [" ".join(value) if isinstance(value, list) else value for value in found if value]

    def links(self, column: str, most: int) -> list[str]:
        """The web addresses behind the cells of a column, in the first `most` lines."""
        return [line.links[column] for line in self.lines[:most] if column in line.links]


def sheet_of(
    name: str, columns: tuple[str, ...], numbered: Iterable[Numbered], most: int, platforms: Catalogue
) -> Sheet:
    """A sheet without what is unfit to be kept. Raises Invalid for too many columns, or more than `most` lines."""
    if len(columns) > MOST_COLUMNS:
        raise Invalid(_("The file has more than %(n)s columns.", n=MOST_COLUMNS))
    closed = {column for column in columns if is_for_secrets(column) or names_a_secret(column)}
    sheet, sieve, found = Sheet(name, tuple(c for c in columns if c not in closed)), Sieve(platforms), set[str]()
    for number, cells in numbered:
        try:
            if isinstance(cells, BadRow):
                raise cells
            if taken := closed & cells.keys():
                found |= taken
                cells = {column: cell for column, cell in cells.items() if column not in closed}  # noqa: PLW2901
            sieve.refuse_unfit(cells)
            if links := {column: cell.link for column, cell in cells.items() if isinstance(cell, Linked)}:
                sieve.refuse_unfit(links)
        except BadRow as error:
            held = cells.record if isinstance(cells, BadRow) else cells
            sheet.refused.append(Unreadable(number, str(error), named=accounts_in(held, platforms)))
        else:
            if cells and not is_a_total(cells):
                sheet.lines.append(Line(number, cells, links))
        if len(sheet.lines) + len(sheet.refused) > most:
            raise Invalid(_("The file has more than %(n)s rows. Split it.", n=most))
    return replace(sheet, for_secrets=tuple(_told(column) for column in columns if column in found))


def _told(column: str) -> str:
    """The name of a column for secrets, unless it tells one itself."""
    return _("a column whose name holds a secret") if names_a_secret(column) else column
