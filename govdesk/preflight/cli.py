"""`govdesk preflight`."""

from typing import BinaryIO

import click
from sqlalchemy import select

from govdesk import db
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.console import House, as_json, pass_house, print_json
from govdesk.files import PolicyFiles
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import Gate
from govdesk.preflight.reviewing import Review, checks_of, review


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--account", metavar="HANDLE", help="The account that is to post it.")
@click.option("--platform", "name", metavar="NAME", help="The platform where it is to appear.")
@click.option("--reply", is_flag=True, help="It answers a post: on X, whom it answers is not counted.")
@as_json
@pass_house
def preflight(
    house: House, file: BinaryIO, account: str | None, name: str | None, reply: bool, as_json: bool
) -> None:
    """Look at the draft in FILE (- for standard input) before it is posted."""
    if account and name:
        raise click.UsageError("Name either an account or a platform.")
    platforms = catalogue(house.settings.policies)
    platform = _platform_of(house, account, platforms) if account else _named(name, platforms) if name else None
    text = file.read().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    reviewed = review(Draft(text, platform, reply), checks_of(PolicyFiles(house.settings.policies)))
    if as_json:
        print_json(reviewed.as_json())
    else:
        _tell(reviewed)
    raise SystemExit(1 if reviewed.gate is Gate.BLOCK else 0)


def _named(name: str, platforms: Catalogue) -> Platform:
    if platform := platforms.named(name):
        return platform
    raise click.UsageError(f"No platform is called {name!r}; known are {', '.join(platforms.platforms)}.")


def _platform_of(house: House, handle: str, platforms: Catalogue) -> Platform:
    wanted = handle.removeprefix("@").casefold()
    with db.reading_sessions_of(house.engine)() as session:
        keys = set(session.scalars(select(SocialAccount.platform).where(SocialAccount.handle_key == wanted)))
    if len(keys) == 1:
        return _named(keys.pop(), platforms)
    if keys:
        raise click.UsageError(f"{handle!r} is on {', '.join(sorted(keys))}: name the platform by --platform.")
    raise click.UsageError(f"No account is called {handle!r}.")


def _tell(reviewed: Review) -> None:
    for counted, most, unit in reviewed.fits:
        click.echo(f"Counts as {counted} of {most} ({unit}).")
    for finding in reviewed.findings:
        place = f"{finding.start}-{finding.end}"
        click.echo(f"{finding.gate}: {place} {finding.message} [{finding.rule}]")
    click.echo(f"{reviewed.gate.label}.")
