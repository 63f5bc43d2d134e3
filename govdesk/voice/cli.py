"""`govdesk voice …`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from govdesk.voice.findings import Finding, Problem
from govdesk.voice.ruleset import Ruleset
from govdesk.voice.styles.settings import find
from govdesk.voice.texts.cutting import Markup

MARKUPS: dict[str, Markup] = {
    "md": "markdown", "markdown": "markdown", "mdown": "markdown", "markdn": "markdown",
    "adoc": "asciidoc", "asciidoc": "asciidoc", "asc": "asciidoc",
}  # fmt: skip
"""By extension; all else is plain text."""
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False)
"""Paths are told as they were given."""


@click.group()
def voice() -> None:
    """Texts held against rules of voice and style."""


@voice.command("lint")
@click.option("--styles", type=FOLDER, help="A Vale styles folder; without it the one that .vale.ini names.")
@click.option("--only", multiple=True, help="Only this style, or this rule (Style.Rule); may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("files", nargs=-1, required=True, type=FILE)
def lint_command(styles: Path | None, only: Sequence[str], as_json: bool, files: Sequence[str]) -> None:
    """Run a Vale styles folder over Markdown, AsciiDoc and plain text.

    Exit 1 when something is found, or a rule cannot be used: such rules are named on standard error, and in the JSON
    under their own files.
    """
    try:
        ruleset = Ruleset.load(styles or _nearest(), only)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"The styles cannot be read: {error}") from None
    found = {path: _check(ruleset, Path(path)) for path in files}
    for problem in ruleset.problems:
        click.echo(f"{problem} [{problem.fault.value} rule {problem.rule}: not checked]", err=True)
    if not ruleset.rules:
        click.echo("No rule was found: nothing was checked.", err=True)
    if as_json:
        _print_json(found, ruleset.problems)
    else:
        _print_lines(found)
    if any(found.values()) or ruleset.problems or not ruleset.rules:
        sys.exit(1)


def _nearest() -> Path:
    """The folder with `.vale.ini`: this one, or the nearest above it."""
    here = Path.cwd()
    folder = next((folder for folder in (here, *here.parents) if find(folder)), None)
    if folder is None:
        raise click.UsageError("There is no .vale.ini here or above: name a folder of styles with --styles.")
    return folder


def _check(ruleset: Ruleset, path: Path) -> list[Finding]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    extension = path.suffix.lstrip(".").lower()
    if ruleset.settings:
        extension = ruleset.settings.formats.get(extension, extension)
    return ruleset.check(text, MARKUPS.get(extension, "text"), mask_social=False, path=str(path))


def _print_json(found: dict[str, list[Finding]], problems: Sequence[Problem]) -> None:
    told = {path: [finding.as_json() for finding in findings] for path, findings in found.items()}
    for problem in problems:
        told.setdefault(problem.path, []).append(problem.as_json())
    json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _print_lines(found: dict[str, list[Finding]]) -> None:
    for path, findings in found.items():
        for finding in findings:
            place = f"{path}:{finding.line}:{finding.column}"
            click.echo(f"{place}: {finding.severity}: {finding.message} [{finding.rule}]")
