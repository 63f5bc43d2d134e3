"""Tables as files for spreadsheets: RFC 4180, in UTF-8 with the mark by which spreadsheets know it."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet would run rather than show. Source: OWASP, CSV injection."""


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """`rows` as CSV, each cell as text: what would be a formula gets an apostrophe before it."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([[_cell(value) for value in row] for row in rows])
    return written.getvalue()


def download(rows: Iterable[Sequence[object]], filename: str) -> Response:
    """The answer that brings `rows` as a file."""
    answer = Response("\ufeff" + as_csv(rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    return answer


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
