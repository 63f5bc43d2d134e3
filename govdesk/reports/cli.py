"""`govdesk reports …`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from govdesk import clock, db
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.files import PolicyFiles
from govdesk.reports.actions import note_reading
from govdesk.reports.controls import Sheets, read_sheets
from govdesk.reports.gaps import controls_of
from govdesk.reports.report import Report
from govdesk.reports.scene import Chosen, Scene
from govdesk.reports.shelf import BY_KEY, REPORTS
from govdesk.reports.writing import FORMATS, Copy, write

MADE_BY = "the command line"


@click.group()
def reports() -> None:
    """What the register knows over all accounts, as files."""


@reports.command("list")
@as_json
def list_(as_json: bool) -> None:
    """Which reports there are."""
    rows = [{"report": report.key, "title": str(report.title), "purpose": str(report.purpose)} for report in REPORTS]
    print_json(rows) if as_json else print_rows(rows, ["report", "title", "purpose"], empty="")


@reports.command()
@click.argument("key", type=click.Choice(list(BY_KEY)), metavar="REPORT")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--control", "control", help="Of the report gaps: the control, such as gcs.1.1-on.")
@as_json
@pass_house
def make(house: House, key: str, form: str, out: Path | None, control: str | None, as_json: bool) -> None:
    """Make REPORT over all accounts, with all its columns; that it was made is on record."""
    form = "json" if as_json else form
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError("A workbook is nothing for a terminal: name a file with --out")
    report, now, settings = BY_KEY[key], clock.utcnow(), house.settings
    sheets = read_sheets(PolicyFiles(settings.policies))
    today = clock.local_date(now, settings.timezone)
    chosen = Chosen(shown=control or "")
    _demand_choice(report, chosen, sheets)
    with _opened(out) as file:
        with house.session() as session:
            note_reading(session, report, chosen, form=form, by=None, now=now)
            session.commit()
        with db.reading_sessions_of(house.engine)() as session:
            scene = Scene(session, today, settings.timezone, catalogue(settings.policies), sheets, chosen)
            copy = Copy(report, scene, list(report.columns(scene)), report.listing(), now, MADE_BY, ())
            write(copy, form, file)


def _demand_choice(report: Report, chosen: Chosen, sheets: Sheets) -> None:
    """Raises UsageError with what there is to choose, where a report shows nothing unasked."""
    offered = list(controls_of(sheets)) if report.asks_first else []
    if offered and chosen.shown not in offered:
        raise click.UsageError(f"Choose what {report.key} is about by --control: {', '.join(offered)}")


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[bytes]]:
    """The file to write, else standard output; what the disk refuses is told in a line."""
    if out is None:
        with open(sys.stdout.fileno(), "wb", closefd=False) as file:
            yield file
        return
    try:
        with out.open("wb") as file:
            yield file
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}") from None
