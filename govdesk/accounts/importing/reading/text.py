"""Sheets saved as text: commas, semicolons, tabs or bars; UTF-8, UTF-16, or what Windows programs write."""

import csv
import io
import re
from collections.abc import Iterator

from govdesk.accounts.importing.reading.fitness import BadRow
from govdesk.accounts.importing.reading.grid import Cells, Numbered
from govdesk.errors import Invalid
from govdesk.i18n import _

DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)
"""By which Excel is told the delimiter; no part of the table."""


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"PK")
"""How documents, pictures and archives begin."""
_NO_LETTERS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})
LOOK_AT = 4096
MOST_NO_LETTERS = 0.05
"""The part of a file that need be no letters before it is no text: a few are the fault of a row."""


def refuse_what_is_none(content: bytes) -> None:
    """Raises Invalid for a picture, a document and all else that is no text, whatever its name."""
    start = content[:LOOK_AT]
    strange = len(start) - len(start.translate(None, _NO_LETTERS))
    if content.startswith(_NO_TEXT) or (not content.startswith(_UTF_16) and strange > MOST_NO_LETTERS * len(start)):
        raise Invalid(_("This is no list of accounts. Take a file saved as CSV (UTF-8), XLSX, JSON or YAML."))


def text_of(content: bytes) -> str:
    """The text of a file, by its mark or by what it can be."""
    if content.startswith(_UTF_16):
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
