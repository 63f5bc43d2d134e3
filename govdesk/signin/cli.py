"""`govdesk breakglass …`: the local administrator for the day the directory is down."""

import logging
import re
import sys
from typing import Any

import click
import segno

from govdesk import clock
from govdesk.console import House, as_json, operator, pass_house, print_json
from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import locate
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.errors import GovdeskError
from govdesk.signin import breakglass as actions
from govdesk.signin.credentials import authenticator_uri
from govdesk.signin.models import BreakGlass
from govdesk.signin.queries import open_account

log = logging.getLogger(__name__)

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What can be typed on any keyboard on the worst of days, and not be taken for another name."""


@click.group()
def breakglass() -> None:
    """The local administrator for the day the directory is down; off unless opened."""


@breakglass.command("open")
@click.argument("login")
@click.option("--hours", required=True, type=click.IntRange(1, actions.LONGEST_HOURS), help="After so many it ends.")
@as_json
@pass_house
def open_up(house: House, login: str, hours: int, as_json: bool) -> None:
    """Let a local administrator in; prints once what opens the door."""
    if not LOGIN.fullmatch(login := login.strip()):
        raise click.UsageError(
            "LOGIN may have letters from a to z, digits, dots, hyphens and underscores; at most 64."
        )
    _demand_no_entry(house, login)
    now, settings = clock.utcnow(), house.settings
    with house.session() as session:
        try:
            opened = actions.open_up(
                session,
                login,
                hours,
                secret=settings.secret_key.get_secret_value(),
                operator=operator(),
                now=now,
                today=clock.local_date(now, settings.timezone),
            )
        except GovdeskError as error:
            raise click.ClickException(str(error)) from None
        session.commit()
        shown = _shown(house, login, opened)
    print_json(shown) if as_json else _print(shown)


@breakglass.command()
@pass_house
def close(house: House) -> None:
    """Send the local administrator away at once."""
    now = clock.utcnow()
    with house.session() as session:
        try:
            account = actions.close(
                session, operator=operator(), now=now, today=clock.local_date(now, house.settings.timezone)
            )
        except GovdeskError as error:
            raise click.ClickException(str(error)) from None
        session.commit()
        click.echo(f"{account.person.login} is closed; whoever was signed in by it is out.")


@breakglass.command()
@as_json
@pass_house
def status(house: House, as_json: bool) -> None:
    """Say whether a local administrator is let in, and until when."""
    with house.session() as session:
        account = open_account(session, clock.utcnow())
        if as_json:
            print_json(_state(account))
        else:
            click.echo(
                f"{account.person.login} is open until {account.expires_at:%Y-%m-%d %H:%M} UTC."
                if account
                else "No break-glass account is open."
            )


def _state(account: BreakGlass | None) -> dict[str, Any]:
    return {
        "open": account is not None,
        "login": account.person.login if account else None,
        "opened_at": account.opened_at if account else None,
        "expires_at": account.expires_at if account else None,
    }


def _demand_no_entry(house: House, login: str) -> None:
    """A name of the directory's is not taken, nor hidden; when the directory is down, what is known here must do."""
    if not house.settings.ldap_uri:
        return
    try:
        found = locate(Company.of(house.settings).server, login).entry
    except DirectoryUnreachable as error:
        log.warning("the directory cannot be asked whether it has this login: %s", error)
        return
    if found is not None:
        raise click.ClickException(f"{login} is a login of the directory. Choose one that nobody has.")


def _shown(house: House, login: str, opened: actions.Opened) -> dict[str, Any]:
    return {
        "login": login,
        "password": opened.password,
        "secret": opened.secret,
        "otpauth": authenticator_uri(opened.secret, login),
        "expires_at": opened.account.expires_at,
        "address": f"{house.settings.base_url or ''}/signin/breakglass",
    }


def _print(shown: dict[str, Any]) -> None:
    """For a person; the QR code only where a terminal can draw it."""
    click.echo("This is shown once; Govdesk cannot show it again.\n")
    for label, name in (("Address", "address"), ("Login", "login"), ("Password", "password"), ("Codes", "secret")):
        click.echo(f"{label:<10}{shown[name]}")
    click.echo(f"{'':<10}{shown['otpauth']}\n")
    if sys.stdout.isatty():
        segno.make(shown["otpauth"]).terminal(compact=True)
    click.echo(
        "Read the codes into an authenticator (by the QR code, or type the secret), then sign in at the address.\n"
        f"It ends by itself at {shown['expires_at']:%Y-%m-%d %H:%M} UTC, or at once by: govdesk breakglass close\n"
        "Security and the administrators are told by mail of all that happens with it."
    )
