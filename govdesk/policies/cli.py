"""`govdesk policies …`."""

import click


@click.group()
def policies() -> None:
    """Commands of this room."""
