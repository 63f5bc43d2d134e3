"""`govdesk accounts …`."""

from pathlib import Path
from typing import Any

import click

from govdesk import clock, db
from govdesk.accounts.actions import imports
from govdesk.accounts.platforms import catalogue
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.errors import Invalid


@click.group()
def accounts() -> None:
    """The register: bring accounts in."""


@accounts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@as_json
@pass_house
def import_(house: House, file: Path, dry_run: bool, as_json: bool) -> None:
    """Bring in the accounts of FILE: CSV with the columns platform, url, name, department, owner, deputy and
    custodians, or the US Digital Registry's CSV or JSON as it is."""
    now, platforms = clock.utcnow(), catalogue(house.settings.policies)
    today = clock.local_date(now, house.settings.timezone)
    try:
        source = imports.source_of(file.name, file.read_bytes(), platforms, most=imports.MOST_ROWS)
    except Invalid as error:
        raise click.ClickException(f"{file}: {error}") from None
    if dry_run:
        with db.reading_sessions_of(house.engine)() as session:
            report = source.report(session, platforms)
    else:
        with house.session() as session:
            report = imports.bring(session, source, by=None, now=now, today=today, platforms=platforms).report
            session.commit()
    if as_json:
        print_json(report)
    else:
        _tell(report, dry_run=dry_run)


def _tell(report: dict[str, Any], *, dry_run: bool) -> None:
    """The report for people: the figures, then what needs a look."""
    heading = "Would bring in" if dry_run else "Brought in"
    click.echo(f"{heading} {report['new']} new, {report['changed']} changed, {report['same']} the same.")
    click.echo(f"{report['duplicates']} of {report['rows']} rows repeat another row.")
    for rows, url in zip(report["duplicate_groups"], report["duplicate_accounts"], strict=True):
        click.echo(f"  {url}: rows {', '.join(map(str, rows))}")
    if report["refused"]:
        print_rows(report["refused"], ("row", "reason"), empty="")
    if report["unmatched"]:
        click.echo("Not known here, kept as words:")
        print_rows(report["unmatched"], ("row", "field", "value"), empty="")
