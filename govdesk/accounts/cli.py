"""`govdesk accounts …`."""

import click


@click.group()
def accounts() -> None:
    """Commands of this room."""
