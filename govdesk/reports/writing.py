"""A report as a file: what it is and how it was counted, then every line."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from govdesk.i18n import _
from govdesk.reports.report import Report
from govdesk.reports.scene import Scene
from govdesk.reports.tables import Column, Kind, Line, Plain, plain
from govdesk.web import Listing
from govdesk.web.sheets import BOM, in_one_cell, write_csv
from govdesk.web.workbooks import Sheet, write_workbook

FORMATS = ("csv", "xlsx", "json")
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
WIDTHS = {Kind.TEXT: 32, Kind.NUMBER: 12, Kind.DAY: 13, Kind.STATE: 24}
"""In letters."""
ABOUT_WIDTHS = (32, 100)


@dataclass(frozen=True)
class Copy:
    """One report, as one reader takes it along at one moment."""

    report: Report
    scene: Scene
    columns: Sequence[Column]
    listing: Listing
    made_at: datetime
    made_by: str
    narrowed: Sequence[tuple[str, str]]
    """Label and choice of each filter."""

    def head(self) -> Iterator[tuple[str, str]]:
        """What whoever finds the file in a year has to know."""
        moment = self.made_at.astimezone(self.scene.tz)
        yield _("Report"), str(self.report.title)
        yield _("What it is for"), str(self.report.purpose)
        yield _("How it was counted"), str(self.report.counted)
        yield _("Made"), f"{moment:%Y-%m-%d %H:%M} {moment.tzname()}"
        yield _("Made by"), self.made_by
        yield _("Narrowed to"), "; ".join(f"{label}: {value}" for label, value in self.narrowed) or _("nothing")
        for figure in self.report.figures(self.scene):
            yield str(figure.label), str(figure.value)

    def lines(self) -> Iterator[Line]:
        return self.report.lines.all(self.scene, self.listing)

    def rows(self) -> Iterator[list[Plain]]:
        """The labels of the columns, then each line."""
        yield [str(column.label) for column in self.columns]
        for line in self.lines():
            yield [plain(line.cells.get(column.key)) for column in self.columns]


def write(copy: Copy, form: str, file: IO[bytes]) -> None:
    """`copy` as one of FORMATS. Never whole in memory."""
    {"csv": _write_csv, "xlsx": _write_xlsx, "json": _write_json}[form](copy, file)


def _write_csv(copy: Copy, file: IO[bytes]) -> None:
    """The head first, an empty line, then the table."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    write_csv(([in_one_cell(value) for value in pair] for pair in copy.head()), text)
    write_csv([[]], text)
    write_csv(([_one_cell(value) for value in row] for row in copy.rows()), text)
    text.detach()


def _one_cell(value: Plain) -> Plain:
    return in_one_cell(value) if isinstance(value, str) else value


def _write_xlsx(copy: Copy, file: IO[bytes]) -> None:
    """The table on the first sheet, where it can be sorted and counted; what it is stands on the second."""
    widths = [WIDTHS[column.kind] for column in copy.columns]
    table = Sheet(_("Rows"), copy.rows(), widths, has_head=True)
    write_workbook([table, Sheet(_("About"), copy.head(), ABOUT_WIDTHS)], file)


def _write_json(copy: Copy, file: IO[bytes]) -> None:
    """One document: `{report, made_at, made_by, narrowed, columns, rows: [{column: value}]}`."""
    about = {
        "report": copy.report.key,
        "title": str(copy.report.title),
        "counted": str(copy.report.counted),
        "made_at": copy.made_at,
        "made_by": copy.made_by,
        "narrowed": dict(copy.narrowed),
        "figures": {str(figure.label): figure.value for figure in copy.report.figures(copy.scene)},
        "columns": {column.key: str(column.label) for column in copy.columns},
    }
    file.write(_json(about)[:-1].encode() + b', "rows": [')
    for number, line in enumerate(copy.lines()):
        row = {column.key: plain(line.cells.get(column.key)) for column in copy.columns}
        file.write((b",\n" if number else b"\n") + _json(row).encode())
    file.write(b"\n]}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_iso)


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
