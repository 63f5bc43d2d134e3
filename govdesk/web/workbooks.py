"""Tables as workbooks (XLSX), written a row at a time: texts stay texts, numbers and days are what they are."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from govdesk.web.sheets import STARTS_A_FORMULA

Value = str | int | float | date | None
HEAD = Font(bold=True)
TEXT = "s"
LOOKS_LIKE_MORE = (*STARTS_A_FORMULA, "#")
"""Texts that openpyxl or a spreadsheet would take for a formula or an error."""
TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Sheet:
    title: str
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()
    """Of the columns, in letters."""
    has_head: bool = False
    """The first row names the columns: it stays in sight, and the others can be filtered."""


def as_xlsx(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one plain sheet."""
    file = io.BytesIO()
    write_workbook([Sheet(title, rows)], file)
    return file.getvalue()


def write_workbook(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    """All sheets in their order; none of them is ever whole in memory."""
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    book.save(file)


def _write(made: Any, sheet: Sheet) -> None:
    for number, width in enumerate(sheet.widths, start=1):
        made.column_dimensions[get_column_letter(number)].width = width
    made.freeze_panes = "A2" if sheet.has_head else None
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        draw = _head if sheet.has_head and number == 1 else _value
        made.append([draw(made, value) for value in row])
    if sheet.has_head and number:
        made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.widths))}{number}"


def _head(sheet: Any, value: Value) -> Any:
    cell = WriteOnlyCell(sheet, value=_clean(str(value)))
    cell.data_type, cell.font, cell.alignment = TEXT, HEAD, TOP
    return cell


def _value(sheet: Any, value: Value) -> Any:
    """A text by its type, whatever it looks like; one that looks like a formula stays text also when edited."""
    if not isinstance(value, str):
        return value
    text = _clean(value)
    if not text.lstrip(" ").startswith(LOOKS_LIKE_MORE):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.quotePrefix = TEXT, True
    return cell


def _clean(text: str) -> str:
    """Without the characters that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
