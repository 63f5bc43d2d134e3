"""Files of accounts, as people and other registers have them: CSV, XLSX, JSON and YAML, long and wide."""

from collections.abc import Iterable

from govdesk.accounts.importing.reading import columns, documents, grid, text, workbook
from govdesk.accounts.importing.reading.columns import (
    FIELDS,
    SEVERAL,
    Meanings,
    WrongMeaning,
    corrected,
    is_meaning,
    names_an_address,
)
from govdesk.accounts.importing.reading.fitness import Sieve
from govdesk.accounts.importing.reading.guess import guess, is_address
from govdesk.accounts.importing.reading.numbered import unrolled
from govdesk.accounts.importing.reading.rows import Row, rows
from govdesk.accounts.importing.reading.sheet import MOST_ROWS, Line, Numbered, Sheet, Unreadable, Value, sheet_of
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.errors import Invalid
from govdesk.i18n import _

__all__ = [
    "ENDINGS", "FIELDS", "MOST_ROWS", "SEVERAL", "Line", "Meanings", "Row", "Sheet", "Unreadable", "Value",
    "WrongMeaning", "corrected", "guess", "is_meaning", "named", "names_an_address", "read", "rows",
]  # fmt: skip
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".yaml", ".yml")


def read(filename: str, content: bytes, platforms: Catalogue, *, most: int = MOST_ROWS) -> list[Sheet]:
    """The sheets of a file that hold anything; all files but workbooks have one.

    What a file is, it says itself; its name counts only for what could be either. Raises Invalid, also for more
    than `most` lines in a sheet.
    """
    if content.startswith(workbook.MARK):
        sheets = [
            _gridded(name, found, platforms, most, is_sheet=True) for name, found in workbook.sheets_of(content)
        ]
        return [sheet for sheet in sheets if sheet.lines or sheet.refused] or sheets[:1]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(_("This is a workbook of an old kind (XLS). Open it and save it as XLSX or CSV."))
    text.refuse_what_is_none(content)
    ending = filename.lower().rpartition(".")[2]
    if ending in ("yaml", "yml"):
        return [_recorded(documents.yaml_records(text.text_of(content), Sieve(platforms)), platforms, most)]
    if ending == "json" or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return [_recorded(documents.json_records(text.text_of(content), Sieve(platforms)), platforms, most)]
    return [_gridded("", text.rows_of(content), platforms, most)]


def named(sheets: list[Sheet], name: str, platforms: Catalogue) -> Sheet:
    """The sheet of this name; without a name the first that holds accounts. Raises Invalid."""
    if not name:
        fit = (sheet for sheet in sheets if names_an_address(guess(sheet, platforms), platforms))
        return next(fit, sheets[0])
    for sheet in sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    names = ", ".join(sheet.name for sheet in sheets if sheet.name) or _("none: it is no workbook")
    raise Invalid(_("There is no sheet %(name)s. There are: %(names)s.", name=name, names=names))


def _gridded(
    name: str, found: Iterable[grid.Numbered], platforms: Catalogue, most: int, *, is_sheet: bool = False
) -> Sheet:
    heads, lines = grid.lines_of(
        found,
        lambda cells: columns.names_known(cells, platforms),
        lambda cell: is_address(cell, platforms),
        is_sheet=is_sheet,
    )
    return unrolled(sheet_of(name, heads, lines, most, platforms), platforms)


def _recorded(found: Iterable[Numbered], platforms: Catalogue, most: int) -> Sheet:
    records = list(found)
    heads = dict.fromkeys(column for _number, cells in records if isinstance(cells, dict) for column in cells)
    return unrolled(sheet_of("", tuple(heads), records, most, platforms), platforms)
