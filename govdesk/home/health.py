"""Which parts are up: names and up or down, nothing else."""

import smtplib
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from govdesk import schema
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.notify.mailer import open_server
from govdesk.settings import Settings

FRESH_SECONDS = 3
"""How long an answer about directory and mail serves: anybody may ask, and each look is a call to another server."""


def health(app: Flask) -> dict[str, str]:
    """`{"database": "up", …}`; parts that are not configured are `off`."""
    return {
        "database": _state(lambda: _ask_database(app)),
        "migrations": _state(lambda: _demand_newest(app)),
        **_others(app),
    }


def _others(app: Flask) -> dict[str, str]:
    asked_at, answer = app.extensions.get("health", (-FRESH_SECONDS, {}))
    if time.monotonic() - asked_at >= FRESH_SECONDS:
        answer = _look(app)
        app.extensions["health"] = (time.monotonic(), answer)
    return dict(answer)


def _look(app: Flask) -> dict[str, str]:
    settings: Settings = app.config["GOVDESK"]
    return {
        "directory": _state(app.extensions["directory"].server.check) if settings.ldap_uri else "off",
        "mail": _state(lambda: _greet(settings)) if settings.smtp_url else "off",
    }


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except (SQLAlchemyError, DirectoryUnreachable, OSError, smtplib.SMTPException, LookupError):
        return "down"
    return "up"


def _ask_database(app: Flask) -> None:
    with app.extensions["reading_sessions"]() as session:
        session.execute(text("SELECT 1"))


def _demand_newest(app: Flask) -> None:
    if schema.current(app.extensions["engine"]) != schema.newest():
        raise LookupError("the database is not at the newest migration")


def _greet(settings: Settings) -> None:
    with open_server(settings) as server:
        server.noop()
