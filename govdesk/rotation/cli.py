"""`govdesk rotation …`."""

import click


@click.group()
def rotation() -> None:
    """Commands of this room."""
