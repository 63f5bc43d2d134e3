"""The calendar and what is overdue as files, as the reader sees them; no cell is a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, ClassVar

from flask import send_file
from flask.typing import ResponseReturnValue

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.rotation.calendar.filters import EXPECTED
from govdesk.rotation.calendar.looking import Look, Mark
from govdesk.rotation.models import RotationSchedule
from govdesk.web.sheets import BOM, write_csv
from govdesk.web.workbooks import Sheet, Value, write_workbook

MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = ("account", "credential", "due_on", "state", "reason", "every_days", "platform", "handle")
WIDTHS = (44, 18, 12, 12, 14, 10, 14, 26)
AT_ONCE = 500
Rows = Iterable[Sequence[Value]]


class WholeCalendar:
    """What the trail says was taken along or brought in: days of many accounts."""

    __tablename__: ClassVar = RotationSchedule.__tablename__
    id: ClassVar = 0


def calendar_rows(look: Look, first: date, last: date, platforms: Catalogue) -> Rows:
    """The head, then what is due and expected between two days: in columns that an import knows, without people."""
    yield COLUMNS
    marks = look.marks(first, last)
    for start in range(0, len(marks), AT_ONCE):
        some = marks[start : start + AT_ONCE]
        schedules = look.schedules(some)
        for mark in some:
            yield _row(mark, schedules[mark.schedule_id], look, platforms)


def _row(mark: Mark, schedule: RotationSchedule, look: Look, platforms: Catalogue) -> Sequence[Value]:
    state = EXPECTED if mark.is_expected else look.state_of(schedule).value
    reason = "" if mark.is_expected else schedule.reason.value
    account = schedule.account
    return [
        account.url, schedule.credential, mark.day, state, reason, schedule.every_days,
        platforms.name_of(account.platform), account.handle,
    ]  # fmt: skip


def as_file(rows: Rows, kind: str, name: str, widths: Sequence[int]) -> ResponseReturnValue:
    """Whole before the first byte goes out: half a file must not be taken for one. The answer closes it."""
    file = TemporaryFile()  # noqa: SIM115 - see above
    try:
        _write(rows, kind, file, widths)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return send_file(file, mimetype=MIMETYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")


def _write(rows: Rows, kind: str, file: IO[bytes], widths: Sequence[int]) -> None:
    if kind == "xlsx":
        write_workbook([Sheet("Govdesk", rows, widths, has_head=True)], file)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    write_csv(rows, text)
    text.detach()
