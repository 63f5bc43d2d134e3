"""`govdesk demo …`."""

import click

from govdesk import clock
from govdesk.console import House, as_json, pass_house, print_json
from govdesk.demo.load import load
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.errors import Conflict


@click.group()
def demo() -> None:
    """The sample company."""


@demo.command("load")
@as_json
@pass_house
def load_sample(house: House, as_json: bool) -> None:
    """Load the sample company into an empty database, from its own directory."""
    with house.session() as session:
        try:
            loaded = load(session, house.settings, now=clock.utcnow())
        except (Conflict, DirectoryUnreachable) as error:
            raise click.ClickException(str(error)) from None
        session.commit()
    if loaded is None:
        click.echo("The sample company is in already.", err=True)
    elif as_json:
        print_json(vars(loaded))
    else:
        click.echo(
            f"{loaded.people} people and {loaded.accounts} accounts are in; "
            f"{loaded.duplicates} accounts stood in the file more than once."
        )
