"""`govdesk policies …`."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.files import FileError, PolicyFiles
from govdesk.policies.actions import Published, publish
from govdesk.policies.checks import problems
from govdesk.policies.rulebook import rulebook

Along = Callable[[Session, PolicyFiles, datetime], Iterable[Published]]
_ALONG: dict[str, Along] = {}


def publishes_along(name: str, along: Along) -> None:
    """Let the file called `name` become versions by the same command; the roof adds the rooms beside this one."""
    _ALONG[name] = along


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def policies() -> None:
    """Texts that people read and acknowledge."""


@policies.command("publish")
@as_json
@pass_house
def publish_command(house: House, as_json: bool) -> None:
    """Make a new version of each policy whose text has changed."""
    settings, now = house.settings, clock.utcnow()
    files = PolicyFiles(settings.policies)
    with house.session() as session:
        report = publish(session, files, now=now, today=clock.local_date(now, settings.timezone))
        report += [published for along in _ALONG.values() for published in along(session, files, now)]
        session.commit()
    rows = [published.as_json() for published in report]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        row["digest"], row["state"] = row["digest"][:12], "published" if row["new"] else "as before"
    columns = ["policy", "version", "state", "effective_on", "digest", "title"]
    print_rows(rows, columns, empty="There is no policy in the folder.")


@policies.command()
@click.argument("folder", required=False, type=FOLDER)
@as_json
@pass_house
def check(house: House, folder: Path | None, as_json: bool) -> None:
    """Are all files of the organisation sound; exit 1 when one is not.

    FOLDER is checked as it would lie over the shipped files (default: GOVDESK_POLICIES). With FOLDER no other setting
    is needed, so that a pipeline can check it before anybody merges it.
    """
    files = PolicyFiles(folder or house.settings.policies)
    found = problems(files)
    if as_json:
        print_json([_row(error, files) for error in found])
    else:
        for error in found:
            click.echo(f"{error} (in {files.where(error.name)})", err=True)
        for rule in [] if found else rulebook(files).values():
            if rule.entry is None:
                click.echo(f"{rule.name} stands in no ruleset.yml: it only advises, and names no section.")
        click.echo(f"{len(found)} files cannot be used." if found else "All files are sound.", err=bool(found))
    raise SystemExit(1 if found else 0)


def _row(error: FileError, files: PolicyFiles) -> dict[str, str | int | None]:
    return {"file": error.name, "line": error.line, "reason": error.reason, "folder": files.where(error.name)}
