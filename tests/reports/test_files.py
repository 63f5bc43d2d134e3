"""Files of reports open in a spreadsheet program: texts are texts, numbers numbers, days days, and nothing runs."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.cli import main
from govdesk.db import Sessions
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessException, RecoveryMeans
from govdesk.reports.report import Report
from govdesk.reports.shelf import REPORTS
from govdesk.web.sheets import STARTS_A_FORMULA, as_csv, in_one_cell
from govdesk.web.workbooks import Sheet, write_workbook
from tests.pages import PageClient
from tests.reports.conftest import Register, real_today, taken

EVIL = (
    '=HYPERLINK("https://evil.example";"x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＠x",
    "=cmd|'/c calc'!A1", "#N/A", "a\x07b", 'say "x";=1+1', "line\n=1+1",
)  # fmt: skip


@pytest.fixture
def evil(session: Session, register: Register) -> Register:
    """Names, reasons and mailboxes that a spreadsheet would run."""
    session.scalars(select(RecoveryMeans).where(RecoveryMeans.sent_to.is_not(None))).one().sent_to = EVIL[0]
    exception = session.scalars(select(AccessException)).one()
    exception.reason, exception.ends_on = EVIL[0], real_today() + timedelta(5)
    for number, account in enumerate(register.values()):
        account.name = EVIL[number]
    session.commit()
    return register


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
def test_x5_no_cell_of_any_report_is_a_formula(
    client: PageClient, evil: Register, noor: Person, report: Report
) -> None:
    client.sign_in(noor)
    book = openpyxl.load_workbook(io.BytesIO(taken(client, f"/reports/{report.key}.xlsx")))
    assert book.sheetnames == ["Rows", "About"]
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        assert cell.data_type in ("s", "n", "d"), (cell.coordinate, cell.value)
    text = taken(client, f"/reports/{report.key}.csv").decode("utf-8-sig")
    for mark in ",;\t|":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            assert not [cell for cell in row if cell.lstrip(" ").startswith(STARTS_A_FORMULA)]


@pytest.mark.parametrize("value", EVIL)
def test_x5_a_text_that_looks_like_a_formula_stays_text(value: str) -> None:
    file = io.BytesIO()
    write_workbook([Sheet("Rows", [["Head"], [value]], (20,), has_head=True)], file)
    cell = openpyxl.load_workbook(file)["Rows"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == value.replace("\x07", "").replace("\r", "\n").strip()
    for mark in ",;\t|":
        ((read, *more),) = csv.reader(io.StringIO(as_csv([[in_one_cell(value)]]), newline=""), delimiter=mark)
        assert not [cell for cell in (read, *more) if cell.lstrip(" ").startswith(STARTS_A_FORMULA)], mark


def test_numbers_and_days_are_what_they_are(client: PageClient, evil: Register, noor: Person) -> None:
    client.sign_in(noor)
    rows = openpyxl.load_workbook(io.BytesIO(taken(client, "/reports/exceptions.xlsx")))["Rows"]
    head, first = ([cell.value for cell in row] for row in rows.iter_rows())
    told = dict(zip(head, first, strict=True))
    assert told["Days left"] == 5
    assert told["Last day"] == datetime.combine(real_today() + timedelta(5), datetime.min.time())
    assert told["Account"] == EVIL[0]
    assert (rows.freeze_panes, rows.auto_filter.ref) == ("A2", f"A1:{get_column_letter(len(head))}2")
    table = _table(taken(client, "/reports/exceptions.csv"))
    assert (table[1][table[0].index("Days left")], table[1][0]) == ("5", f"'{EVIL[0].replace(';', chr(59))}")
    assert as_csv([[-5, 1.5, date(2027, 3, 1)]]) == "-5,1.5,2027-03-01\r\n"


def test_a_file_says_what_it_is_and_how_it_was_counted(client: PageClient, register: Register, noor: Person) -> None:
    client.sign_in(noor)
    with client.get("/reports/review.xlsx?platform=x&shown=never") as answer:
        assert answer.headers["Content-Disposition"] == f"attachment; filename=govdesk-review-{real_today()}.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Report"] == "Accounts to review"
    assert about["Made by"] == "Noor van Dijk (noor)"
    assert about["Narrowed to"] == "Platform: X; Show: Never confirmed"
    assert str(about["How it was counted"]).startswith("Accounts in use. Confirmed:")
    assert sorted(str(row[0].value) for row in book["Rows"].iter_rows()) == ["Account", "Lost", "Noaa"]
    plain = taken(client, "/reports/review.csv?platform=x").decode("utf-8-sig")
    assert plain.startswith("Report,Accounts to review\r\n")


def test_the_command_makes_each_report_and_that_is_on_record(
    sessions: Sessions,
    session: Session,
    register: Register,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("GOVDESK_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    monkeypatch.setattr("govdesk.console.House.session", lambda _house: sessions())
    monkeypatch.setattr("govdesk.reports.cli.db.reading_sessions_of", lambda _engine: sessions)
    listed = CliRunner().invoke(main, ["reports", "list", "--json"], catch_exceptions=False)
    assert [row["report"] for row in json.loads(listed.stdout)] == [report.key for report in REPORTS]
    out = tmp_path / "orphans.json"
    command = ["reports", "make", "orphans", "--format", "json", "--out", str(out)]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    made = json.loads(out.read_text())
    assert (made["report"], made["made_by"]) == ("orphans", "the command line")
    assert [row["account"] for row in made["rows"]] == ["Lost", "Count"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "reports:report:exported")).one()
    assert (event.actor_id, event.subject_id, event.fields) == (None, 2, {"format": "json"})
    nowhere = tmp_path / "none" / "register.csv"
    failed = CliRunner().invoke(main, ["reports", "make", "register", "--out", str(nowhere)], catch_exceptions=False)
    assert (failed.exit_code, failed.stderr) == (1, f"Error: {nowhere}: No such file or directory\n")
    exported = select(AuditEvent).where(AuditEvent.action == "reports:report:exported")
    assert len(session.scalars(exported).all()) == 1, "what was never made is not on record"


def _table(data: bytes) -> list[list[str]]:
    """The rows below the empty line: the head of the table first."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return rows[rows.index([]) + 1 :]
