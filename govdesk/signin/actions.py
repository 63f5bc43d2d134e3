"""Opening and ending sessions: they are rows, so that they can be ended."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.directory.actions.people import keep_person
from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.models import Person, WebSession
from govdesk.directory.queries import token_hash
from govdesk.directory.rules import SEEN_EVERY

LONGEST_LOGGED = 100
"""What the log keeps of a login, which a stranger may have made as long as a form allows."""


@dataclass(frozen=True)
class Browser:
    """Where a sign-in comes from."""

    address: str
    agent: str


def sign_in(
    session: Session, facts: PersonFacts, roles: RoleMap, *, browser: Browser, now: datetime, tz: ZoneInfo
) -> tuple[Person, str]:
    """Bring the person's row up to date and start a session; returns it with the token for the cookie."""
    person, _changed = keep_person(session, facts, roles, now=now, today=clock.local_date(now, tz))
    return person, open_session(session, person, browser=browser, now=now)


def open_session(session: Session, person: Person, *, browser: Browser, now: datetime) -> str:
    """Start a session of a person who has proved who they are; returns the token for the cookie."""
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
    return token


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
