"""Workbooks of spreadsheet programs (XLSX): each sheet by itself, formulas by the value they last had."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl

from govdesk.accounts.importing.reading.grid import Numbered, letter
from govdesk.accounts.importing.reading.links import linked, links_of
from govdesk.accounts.importing.reading.merged import filled, merges_of
from govdesk.accounts.importing.reading.sheet import MOST_COLUMNS
from govdesk.errors import Invalid
from govdesk.i18n import _

MARK = b"PK\x03\x04"
LARGEST = 150 * 1024 * 1024
"""Bytes that a workbook may unpack to; one of 100,000 accounts has some 40 million."""
MOST_PARTS = 2_000
LAST_ROW = 1_048_576
"""The format has no more. A row said to stand further down would be reached through endless empty ones."""


def sheets_of(content: bytes) -> Iterator[tuple[str, Iterator[Numbered]]]:
    """The visible sheets by name, each with its rows, to be read one after the other. Raises Invalid."""
    _refuse_a_bomb(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                part = _part_of(sheet)
                yield sheet.title, filled(_rows(sheet, links_of(archive, part)), merges_of(archive, part))
    except Invalid:
        raise
    except Exception as error:  # the reader raises what the XML made it stumble over: KeyError, ValueError, …
        raise Invalid(_unsound()) from error


def _part_of(sheet: Any) -> str:
    part: str = sheet._worksheet_path  # noqa: SLF001 - a read-only sheet tells it nowhere else
    return part


def _refuse_a_bomb(content: bytes) -> None:
    """Look at what the archive says it holds; the unpacker stops at these sizes."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Invalid(_unsound()) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise Invalid(_("The workbook is too large when unpacked. Save its accounts as CSV."))


def _rows(sheet: Any, links: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
    # What a sheet says of its own size is often wrong, and would be believed.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > LAST_ROW:
            raise Invalid(_unsound())
        if any(cell is not None for cell in cells):
            texts = [_as_text(cell) for cell in cells[:MOST_COLUMNS]]
            yield number, _with_links(texts, number, links) if links else texts


def _with_links(texts: Sequence[str], row: int, links: Mapping[str, str]) -> list[str]:
    found = (links.get(f"{letter(place)}{row}") for place in range(len(texts)))
    return [linked(text, link) if text and link else text for text, link in zip(texts, found, strict=True)]


def _unsound() -> str:
    return _("The file is not a sound workbook. Open it in a spreadsheet program and save it as XLSX or CSV.")


def _as_text(value: Any) -> str:
    """A cell as people see it: 12 rather than 12.0, a day without its midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
