"""`govdesk accounts …`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from govdesk import clock, db
from govdesk.accounts.exporting import FORMATS, accounts_out, note_export, written
from govdesk.accounts.importing import reading
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.actions.progress import go_on
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.printing import tell
from govdesk.accounts.importing.queries import remembered
from govdesk.accounts.importing.readings import as_read_before
from govdesk.accounts.importing.source import Source, Wish, demand_addresses, source_of, understood
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.errors import Conflict, Invalid


@click.group()
def accounts() -> None:
    """The register: bring accounts in, and out."""


def _meanings(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`COLUMN=FIELD` in pairs; the last equals sign parts them, because columns may be called anything."""
    pairs = [text.rpartition("=") for text in given]
    if any(not column for column, _equals, _meaning in pairs):
        raise click.BadParameter("write COLUMN=FIELD, such as --map 'Web address=url'")
    return {column.strip(): meaning.strip() for column, _equals, meaning in pairs}


@accounts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--map", "meanings", multiple=True, callback=_meanings, metavar="COLUMN=FIELD",
              help="What a column says, where the guess is wrong: url, platform, handle, name, department, owner, "
              "deputy, custodians, language, record, or a platform's key; nothing to leave it out.")  # fmt: skip
@click.option("--sheet", default="", help="The sheet of a workbook; else the first with accounts.")
@click.option("--source", default="", help="Whose list it is; else the file's name without its ending.")
@click.option("--whole", is_flag=True, help="It is all that its source has: say what the source lists no longer.")
@as_json
@pass_house
def import_(
    house: House, file: Path, dry_run: bool, meanings: dict[str, str], sheet: str, source: str, whole: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Bring in the accounts of FILE: CSV, XLSX, JSON or YAML, one account in a line or one column for each platform;
    also the US Digital Registry's CSV and JSON as they are."""
    platforms = catalogue(house.settings.policies)
    try:
        wish = Wish(sheet, meanings, source, whole)
        found = source_of(file.name, file.read_bytes(), platforms, most=reading.MOST_ROWS, wish=wish)
        found = _as_before(house, found)
        demand_addresses(found, platforms)
        report = _looked_at(house, found) if dry_run else _brought_in(house, found)
    except reading.WrongMeaning as error:
        raise click.BadParameter(str(error), param_hint="'--map'") from None
    except (Invalid, Conflict) as error:
        raise click.ClickException(f"{file}: {error}") from None
    if as_json:
        print_json(report)
    else:
        tell(report, dry_run=dry_run)


def _as_before(house: House, found: Source) -> Source:
    """What somebody chose on the page for words and columns of this source still counts."""
    platforms = catalogue(house.settings.policies)
    with db.reading_sessions_of(house.engine)() as session:
        wish = replace(found.wish, choices=remembered(session, found.name))
        wish = as_read_before(session, found.sheets, wish, found.filename, platforms)
    if wish.meanings == found.wish.meanings:
        return replace(found, wish=wish)
    return understood(found.filename, found.digest, found.sheets, platforms, wish)


def _looked_at(house: House, found: Source) -> dict[str, Any]:
    with db.reading_sessions_of(house.engine)() as session:
        return imports.look(session, found, catalogue(house.settings.policies))


def _brought_in(house: House, found: Source) -> dict[str, Any]:
    now, platforms = clock.utcnow(), catalogue(house.settings.policies)
    today = clock.local_date(now, house.settings.timezone)
    with house.session() as session, _progress() as progress:
        received, steps = imports.bring(session, found, by=None, now=now, today=today, platforms=platforms)
        task = progress.add_task(found.filename, total=len(found.plan.counted))
        for done in steps:
            go_on(session, received, done, at=clock.utcnow())
            session.commit()
            progress.update(task, completed=done)
        return received.report


def _progress() -> Progress:
    """A bar on a terminal, nothing in a pipe; on standard error, where it is in nobody's way."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


@accounts.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@pass_house
def export(house: House, form: str) -> None:
    """Write the whole register to standard output; importing it again changes nothing. It is on record."""
    if form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("A workbook is nothing for a terminal: write it to a file with > accounts.xlsx")
    with house.session() as session:
        note_export(session, form, clock.utcnow())
    with db.reading_sessions_of(house.engine)() as session:
        content = written(accounts_out(session), form)
    click.echo(content, nl=False)


@accounts.command("undo")
@click.argument("number", type=int)
@as_json
@pass_house
def undo(house: House, number: int, as_json: bool) -> None:
    """Take back the import of this NUMBER, as /accounts/import/history counts them."""
    now = clock.utcnow()
    today = clock.local_date(now, house.settings.timezone)
    with house.session() as session:
        received = session.get(AccountImport, number)
        if received is None:
            raise click.ClickException(f"There is no import {number}.")
        try:
            for _step in undoing.undo(session, received, by=None, now=now, today=today):
                session.commit()
        except Conflict as error:
            raise click.ClickException(str(error)) from None
        report = received.undone
    if as_json:
        print_json(report)
        return
    click.echo(f"{report['removed']} accounts are out again, {report['put_back']} are as they were before.")
    if report["kept"]:
        print_rows(report["kept"], ("account", "reason"), empty="")
