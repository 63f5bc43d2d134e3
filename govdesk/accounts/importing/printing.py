"""The report of an import on a terminal: the figures, then what needs a look."""

from typing import Any

import click

from govdesk.console import print_rows

TABLES = (
    ("refused", "", ("row", "column", "reason")),
    ("cautions", "", ("row", "account", "reason")),
    (
        "handovers",
        "Another owner, deputy or accountable department becomes a hand-over:",
        ("row", "account", "reason"),
    ),
    ("held_back", "Who answers for these stays, though the file says otherwise:", ("row", "account", "reason")),
    ("unmatched", "Not known here, kept as words:", ("row", "field", "value")),
)
"""Parts of the report that are tables, each with what stands above it."""


def tell(report: dict[str, Any], *, dry_run: bool) -> None:
    """Print all of it."""
    heading = "Would bring in" if dry_run else "Brought in"
    click.echo(f"{heading} {report['new']} new, {report['changed']} changed, {report['same']} the same.")
    click.echo(f"{report['duplicates']} of {report['rows']} rows repeat another row.")
    for rows, url in zip(report["duplicate_groups"], report["duplicate_accounts"], strict=True):
        click.echo(f"  {url}: rows {', '.join(map(str, rows))}")
    _tell_columns(report)
    for part, above, columns in TABLES:
        if report[part] and above:
            click.echo(above)
        if report[part]:
            print_rows(report[part], columns, empty="")
    if report["gone"]:
        click.echo(f"{len(report['gone'])} accounts are in the register and not in the file any more:")
        for url in report["gone"]:
            click.echo(f"  {url}")


def _tell_columns(report: dict[str, Any]) -> None:
    """What is not read, and what is read otherwise than guessed."""
    if report["for_secrets"]:
        click.echo(f"Thrown away, as the register keeps no secrets: {', '.join(report['for_secrets'])}.")
    if report["corrected"]:
        said = ", ".join(f"{column}={meaning}" for column, meaning in report["corrected"].items())
        click.echo(f"Read as somebody said rather than guessed: {said}.")
    if report["left_out"]:
        click.echo(f"Columns that are not read: {', '.join(report['left_out'])}.")
