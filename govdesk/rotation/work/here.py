"""What the pages of this room need of the application they run in."""

from flask import current_app

from govdesk.rotation.work.board import Lists


def lists() -> Lists:
    """Where the steps of a change come from."""
    found = current_app.extensions["rotation_steps"]
    assert isinstance(found, Lists)
    return found
