"""`govdesk demo …`."""

import click


@click.group()
def demo() -> None:
    """Commands of this room."""
