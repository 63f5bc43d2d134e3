"""Signing in and out: sessions are rows, so that they can be ended."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.directory.actions.people import keep_person
from govdesk.directory.entries import PersonFacts, person_facts
from govdesk.directory.meaning import RoleMap
from govdesk.directory.models import Person, WebSession
from govdesk.directory.queries import token_hash
from govdesk.directory.rules import SEEN_EVERY
from govdesk.directory.server import DirectoryServer

log = logging.getLogger(__name__)


LONGEST_LOGGED = 100
"""What the log keeps of a login, which a stranger may have made as long as a form allows."""


class _Refused(Exception):
    """Nobody is signed in; the text is for the operator."""


@dataclass(frozen=True)
class Browser:
    """Where a sign-in comes from."""

    address: str
    agent: str


def authenticate(
    server: DirectoryServer, login: str, password: str, *, address: str = "the command line"
) -> PersonFacts | None:
    """Who this is, when login and password are right and the entry is not disabled; else None.

    The reason for a refusal goes to the log, for the operator; the person is told the same in every case.
    Raises DirectoryUnreachable.
    """
    try:
        return _authenticated(server, login, password)
    except _Refused as reason:
        log.info("sign-in refused to %s from %s: %s", ascii(login[:LONGEST_LOGGED]), address, reason)
        return None


def _authenticated(server: DirectoryServer, login: str, password: str) -> PersonFacts:
    if not password.strip():
        raise _Refused("an empty password")  # some servers let it in as "anonymous"
    found = server.find(login)
    if len(found) != 1:
        server.accept_nobody(password)
        raise _Refused(f"{len(found)} entries have this login")
    if not server.accepts(found[0], password):
        raise _Refused("the directory does not take this password")
    try:
        facts = person_facts(found[0], server.meaning)
    except ValueError as error:
        raise _Refused(f"{found[0].dn} cannot be used: {error}") from None
    if facts.is_disabled:
        raise _Refused(f"{facts.dn} is disabled in the directory")
    return facts


def sign_in(
    session: Session, facts: PersonFacts, roles: RoleMap, *, browser: Browser, now: datetime, tz: ZoneInfo
) -> tuple[Person, str]:
    """Bring the person's row up to date and start a session; returns it with the token for the cookie."""
    person, _changed = keep_person(session, facts, roles, now=now, today=clock.local_date(now, tz))
    token = secrets.token_urlsafe(32)
    row = WebSession(
        token_hash=token_hash(token),
        person_id=person.id,
        address=browser.address[:64],
        agent=browser.agent[:300],
        created_at=now,
        seen_at=now,
    )
    session.add(row)
    audit.record(session, "directory:session:started", person, by=person, at=now)
    return person, token


def sign_out(session: Session, row: WebSession, *, now: datetime) -> None:
    """End one session."""
    if row.ended_at is None:
        row.ended_at = now
        audit.record(session, "directory:session:ended", row.person, by=row.person, at=now)


def keep_seen(session: Session, row: WebSession, *, now: datetime) -> bool:
    """Note that a session is in use, at most once in `SEEN_EVERY`; says whether anything was written."""
    if now - row.seen_at < SEEN_EVERY:
        return False  # nothing is written, and no lock taken, for most pages
    session.execute(update(WebSession).where(WebSession.id == row.id).values(seen_at=now))
    return True
