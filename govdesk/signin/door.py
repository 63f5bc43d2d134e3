"""Who a request comes from: the token in the cookie opens a session row, and the row decides."""

from flask import Flask, current_app, g, request
from flask_login import LoginManager

from govdesk import clock
from govdesk.directory.queries import web_session
from govdesk.directory.rules import is_live
from govdesk.settings import Settings
from govdesk.signin import breakglass
from govdesk.signin.actions import keep_seen
from govdesk.signin.policy import SignInPolicy
from govdesk.signin.visitor import Visitor


def install(app: Flask) -> None:
    """Give the application its signed-in people. Raises FileError."""
    settings: Settings = app.config["GOVDESK"]
    app.extensions["signin"] = SignInPolicy.of(settings)
    # Its context processor would ask for the person again while an error page is drawn.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # the session row decides, not the browser's name
    manager.user_loader(_visitor)


def _visitor(token: str) -> Visitor | None:
    """Who a live session's token stands for; None once the session has ended or the person has left."""
    now = clock.utcnow()
    row = web_session(g.db, token)
    if row is None or not is_live(row.created_at, row.seen_at, row.ended_at, now):
        return None
    if not row.person.is_employed:
        return None
    if row.person.directory_id is None and not breakglass.lets_in(g.db, row, now):
        return None  # its hours are over, though nobody has cleared it away yet
    # Not while this request holds the database's write lock: the next page will note it.
    if request.method in ("GET", "HEAD"):
        with current_app.extensions["sessions"]() as session:
            if keep_seen(session, row, now=now):
                session.commit()
    return Visitor(token, row.person)
