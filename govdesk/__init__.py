"""Govdesk: the social media IT desk. `create_app` is where the rooms are put together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process that only reads the directory needs neither
    from flask import Flask

    from govdesk.settings import Settings

__version__ = "0.1.0"


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The web application for `settings` (default: read from the environment).

    Raises SettingsError or FileError, naming what is wrong, rather than starting half.
    """
    from govdesk.roof import build
    from govdesk.settings import Settings

    return build(settings or Settings.read())
