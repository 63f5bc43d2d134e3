"""`govdesk notices …`."""

import click


@click.group()
def notices() -> None:
    """Notices and their state."""
