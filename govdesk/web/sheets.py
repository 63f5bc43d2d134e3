"""Tables as files for spreadsheets: RFC 4180, in UTF-8 with the mark by which spreadsheets know it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

from flask import Response

from govdesk.unseen import without_unseen

BOM = "\ufeff"
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
STARTS_A_FORMULA = tuple(FORMULA_SIGNS)
"""What a spreadsheet would run rather than show. Source: OWASP, CSV injection."""
BLANKS = "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Of any width; a tab or a new line is not among them, since a formula may begin with it."""
BEHIND_A_MARK = re.compile(rf"([;|]\s*)(?=[{re.escape(FORMULA_SIGNS)}])")
"""Where a spreadsheet that parts cells by other marks than the comma would begin a formula."""


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """`rows` as CSV, each cell as text: what would be a formula gets an apostrophe before it."""
    written = io.StringIO(newline="")
    write_csv(rows, written)
    return written.getvalue()


def write_csv(rows: Iterable[Sequence[object]], file: IO[str]) -> None:
    """The same into a file opened with `newline=""`, a row at a time."""
    csv.writer(file, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)


def download(rows: Iterable[Sequence[object]], filename: str) -> Response:
    """The answer that brings `rows` as a file."""
    answer = Response(BOM + as_csv(rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    return answer


def in_one_cell(text: str) -> str:
    """`text` in one line, without a place where a program that parts cells by semicolons would begin a formula.

    For files that people read; those that are read back keep their text as it is.
    """
    return BEHIND_A_MARK.sub(r"\1'", " ".join(text.split()))


def _cell(value: object) -> str:
    if isinstance(value, int | float | date):  # a number or a day is no text: minus five is not a formula
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if _seen(text).startswith(STARTS_A_FORMULA) else text


def _seen(text: str) -> str:
    """`text` without what is not seen before it: blanks of any width, and letters that show nothing."""
    return without_unseen(text).lstrip(BLANKS)
