"""What a request carries: the settings, a database session, the person."""

from typing import cast

from flask import Flask, current_app, g, request
from flask_login import current_user

from govdesk.settings import Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
WITHOUT_PERSON = ("static", "home.alive")
"""Endpoints for which nobody is looked up: no query for a stylesheet."""


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.config["GOVDESK"])


def install(app: Flask) -> None:
    """Open a session before each request, close it after, and find the person in between."""
    app.before_request(_open)
    app.teardown_request(_close)


def _open() -> None:
    kind = "reading_sessions" if request.method in SAFE_METHODS else "sessions"
    g.db = current_app.extensions[kind]()
    g.person = None
    if request.endpoint not in WITHOUT_PERSON:
        g.person = getattr(current_user, "person", None)


def _close(_error: BaseException | None) -> None:
    if session := g.pop("db", None):
        session.close()
