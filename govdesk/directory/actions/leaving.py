"""Leaving: what it means for a person's row, sessions and trail."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person, PersonState, WebSession


def leave(session: Session, person: Person, state: PersonState, *, now: datetime, today: date) -> None:
    """Make a leaver of an active person: out at once, and on record."""
    person.state, person.left_on = state, today
    end_sessions(session, person, now=now)
    audit.record(session, "directory:person:left", person, by=None, at=now, left_on=today)


def end_sessions(session: Session, person: Person, *, now: datetime) -> None:
    """End all sessions of a person, at once."""
    session.execute(
        update(WebSession)
        .where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        .values(ended_at=now)
    )
