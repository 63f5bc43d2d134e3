"""Sheets saved as text: commas, semicolons, tabs or bars; UTF-8, UTF-16, or what Windows programs write."""

import csv
import io
import re
from collections.abc import Iterator

from govdesk.accounts.reading.fitness import BadRow
from govdesk.accounts.reading.grid import Cells, Numbered
from govdesk.i18n import _

DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)
"""By which Excel is told the delimiter; no part of the table."""


def text_of(content: bytes) -> str:
    """The text of a file, by its mark or by what it can be."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace") if _is_of_windows(content) else _partly_utf_8(content)


def _is_of_windows(content: bytes) -> bool:
    """Whether no line outside ASCII is UTF-8: then all are of one older encoding."""
    lines = (line for line in content.splitlines() if not line.isascii())
    return not any(_is_utf_8(line) for line in lines)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _partly_utf_8(content: bytes) -> str:
    # Bytes that are not UTF-8 stay recognisable, so that only their rows are refused.
    return content.decode("utf-8-sig", "surrogateescape")


def rows_of(content: bytes) -> Iterator[Numbered]:
    """The rows of a text, numbered as a spreadsheet does."""
    text = text_of(content)
    told = _SEPARATOR_LINE.match(text)
    if told:
        text = text[told.end() :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text))
    return enumerate(_rows(reader), start=1)


def _delimiter(text: str) -> str:
    """What parts the first line that has any; the bar, which also parts names, only where nothing else does."""
    for line in text.splitlines()[:25]:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        found = max(",;\t", key=counts.__getitem__)
        if counts[found]:
            return found
        if counts["|"] > 1:
            return "|"
    return ","


def _rows(reader: Iterator[list[str]]) -> Iterator[Cells | BadRow]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(_("The row is not sound CSV: %(reason)s.", reason=error))
