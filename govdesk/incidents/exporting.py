"""The log of an incident as a file: for the report that somebody has to write afterwards."""

import io
from collections.abc import Iterator, Sequence
from typing import IO
from zoneinfo import ZoneInfo

from govdesk.i18n import _
from govdesk.incidents.models import Incident
from govdesk.incidents.words import Told
from govdesk.web.sheets import BOM, in_one_cell, write_csv
from govdesk.web.workbooks import Sheet, write_workbook

WIDTHS = (22, 12, 22, 24, 80)
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_log(incident: Incident, log: Sequence[Told], kind: str, tz: ZoneInfo, file: IO[bytes]) -> None:
    """`log` as CSV or XLSX, times in office time with its zone."""
    if kind == "csv":
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        text.write(BOM)
        write_csv(([in_one_cell(cell) for cell in row] for row in _rows(log, tz)), text)
        text.detach()
        return
    table = Sheet(_("Log"), _rows(log, tz), WIDTHS, has_head=True)
    write_workbook([table, Sheet(_("About"), _about(incident), (28, 80))], file)


def _rows(log: Sequence[Told], tz: ZoneInfo) -> Iterator[list[str]]:
    yield [_("When"), _("Zone"), _("Who"), _("Kind"), _("What")]
    for line in log:
        at = line.at.astimezone(tz)
        yield [f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%Z} ({at:%z})", line.who, str(line.kind.label), line.what]


def _about(incident: Incident) -> Iterator[list[str]]:
    yield [_("Account"), f"{incident.account.handle} {incident.account.url}"]
    yield [_("Why"), incident.reason]
    if incident.summary:
        yield [_("What came of it"), incident.summary]
    if incident.left_open:
        yield [_("Why credentials were left open"), incident.left_open]
