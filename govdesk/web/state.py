"""What a request carries: the settings, a database session, the person."""

from typing import cast

from flask import Flask, abort, current_app, g, request
from flask_login import current_user

from govdesk.settings import Settings
from govdesk.web.shared import is_same_for_all

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
WITHOUT_PERSON = ("static", "home.alive", "home.ready")
"""Endpoints for which nobody is looked up: no query for a stylesheet, none for what tells that queries fail."""


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.config["GOVDESK"])


def install(app: Flask) -> None:
    """Open a session before each request, close it after, and find the person in between."""
    app.before_request(_open)
    app.teardown_request(_close)


def _open() -> None:
    g.person = None
    if is_same_for_all():
        g.db = current_app.extensions["public_sessions"]()
        return
    g.db = current_app.extensions["reading_sessions" if request.method in SAFE_METHODS else "sessions"]()
    if request.endpoint not in WITHOUT_PERSON:
        g.person = getattr(current_user, "person", None)
    _refuse_nul()


def _refuse_nul() -> None:
    """No address of ours holds a NUL, and PostgreSQL cannot even be asked for one."""
    asked = [*(request.view_args or {}).values(), *request.args.keys(), *request.args.values()]
    if any(isinstance(value, str) and "\0" in value for value in asked):
        abort(400)


def _close(_error: BaseException | None) -> None:
    if session := g.pop("db", None):
        session.close()
