"""`govdesk accounts verify`."""

import click

from govdesk import db
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.console import House, pass_house, print_json
from govdesk.proof import (
    cautioning,  # noqa: F401 (imports ask it)
    verifying,
)
from govdesk.proof.public import Speaker
from govdesk.proof.rules import Status


@click.command()
@click.argument("url")
@click.option("--json", is_flag=True, expose_value=False, help="As always: nothing but JSON is printed.")
@pass_house
@click.pass_context
def verify(context: click.Context, house: House, url: str) -> None:
    """Say as JSON whether URL is ours: official, former, impostor or unknown. Exit 0 when it is official, else 1."""
    speaker = Speaker(catalogue(house.settings.policies), house.settings.timezone)
    url = url.encode(errors="backslashreplace").decode()  # bytes that are no text stay recognisable, and junk
    with db.reading_sessions_of(house.engine)() as session:
        answer = verifying.verify(session, url, speaker)
    print_json(answer.as_json())
    context.exit(0 if answer.status is Status.OFFICIAL else 1)
