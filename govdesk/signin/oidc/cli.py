"""Commands about signing in."""

import click

from govdesk import clock
from govdesk.console import House, pass_house
from govdesk.signin.oidc.identities import forget as forget_identities


@click.group()
def signin() -> None:
    """Who signs in, and by which door."""


@signin.command()
@click.argument("login")
@pass_house
def forget(house: House, login: str) -> None:
    """Let LOGIN be tied anew to a name at the OpenID provider, at the next sign-in there."""
    with house.session() as session:
        count = forget_identities(session, login, now=clock.utcnow())
        session.commit()
    if not count:
        raise click.ClickException(f"Nobody with the login {login} is tied to a name at the provider.")
    click.echo(f"Forgotten: {login} is tied anew at the next sign-in.")
