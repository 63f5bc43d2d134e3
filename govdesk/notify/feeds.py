"""The token of a person's calendar feed: it opens that feed only, and only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.notify.models import CalendarFeed


def renew(session: Session, person: Person, *, now: datetime) -> str:
    """A new token in place of any earlier one, which opens nothing any more. It can be shown this once."""
    token = secrets.token_urlsafe(32)
    session.merge(CalendarFeed(person_id=person.id, token_hash=_hash(token), made_at=now))
    session.flush()
    return token


def close(session: Session, person: Person) -> None:
    """No address opens their feed any more."""
    if feed := session.get(CalendarFeed, person.id):
        session.delete(feed)
        session.flush()


def reader(session: Session, token: str) -> Person | None:
    """Whose feed `token` opens; None for nobody's, or for who has left."""
    feed = session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == _hash(token)))
    return feed.person if feed is not None and feed.person.is_employed else None


def _hash(token: str) -> str:
    # As random as a key: a slow hash would add nothing.
    return hashlib.sha256(token.encode()).hexdigest()
