"""The directory as this installation has it: its servers, and what its attributes and groups mean."""

import logging
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from flask_login import LoginManager

from govdesk import clock
from govdesk.directory.actions.sessions import keep_seen
from govdesk.directory.meaning import Meaning, RoleMap
from govdesk.directory.queries import web_session
from govdesk.directory.rules import is_live
from govdesk.directory.server import DirectoryServer
from govdesk.directory.visitor import Visitor
from govdesk.files import PolicyFiles
from govdesk.settings import LdapTls, Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Company:
    """What sign-in and synchronisation need."""

    server: DirectoryServer
    roles: RoleMap

    @classmethod
    def of(cls, settings: Settings) -> "Company":
        """Read the files that give the directory its meaning. Raises FileError."""
        files = PolicyFiles(settings.policies)
        if not settings.ldap_uri:
            log.warning("GOVDESK_LDAP_URI is not set: nobody can sign in")
        elif settings.ldap_tls is LdapTls.OFF:
            log.warning("GOVDESK_LDAP_TLS=off: PASSWORDS TRAVEL IN CLEAR to the directory")
        server = DirectoryServer(settings, Meaning.read(files, settings.ldap_kind))
        return cls(server, RoleMap.read(files, settings.ldap_base_dn))


def install(app: Flask, settings: Settings) -> None:
    """Give the application its directory and its signed-in people."""
    app.extensions["directory"] = Company.of(settings)
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
    # Not while this request holds the database's write lock: the next page will note it.
    if request.method in ("GET", "HEAD"):
        with current_app.extensions["sessions"]() as session:
            if keep_seen(session, row, now=now):
                session.commit()
    return Visitor(token, row.person)
