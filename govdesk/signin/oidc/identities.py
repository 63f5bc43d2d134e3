"""Tying a name at the provider to a person, for good: a login that is used again never inherits."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.directory.rules import login_key
from govdesk.signin.oidc.models import OidcIdentity


def tie(session: Session, person: Person, issuer: str, subject: str, *, now: datetime) -> bool:
    """Whether this name is this person's and nobody else's; a first one is kept."""
    is_theirs = _known(session, person, issuer, subject)
    if is_theirs is None:
        is_theirs = _keep(session, person, issuer, subject, now)
    if not is_theirs:
        audit.record(session, "signin:identity:refused", person, by=None, at=now, issuer=issuer)
    return is_theirs


def _keep(session: Session, person: Person, issuer: str, subject: str, now: datetime) -> bool:
    try:
        with session.begin_nested():
            session.add(OidcIdentity(person_id=person.id, issuer=issuer, subject=subject, pinned_at=now))
            session.flush()
    except IntegrityError:
        # Another request was first at this very moment; what it kept counts.
        return bool(_known(session, person, issuer, subject))
    audit.record(session, "signin:identity:pinned", person, by=person, at=now, issuer=issuer)
    return True


def _known(session: Session, person: Person, issuer: str, subject: str) -> bool | None:
    """Whether the name and the person are tied to each other; None when neither is tied yet."""
    found = session.scalars(
        select(OidcIdentity).where(
            OidcIdentity.issuer == issuer,
            or_(OidcIdentity.subject == subject, OidcIdentity.person_id == person.id),
        )
    ).all()
    if not found:
        return None
    return [(row.person_id, row.subject) for row in found] == [(person.id, subject)]


def forget(session: Session, login: str, *, now: datetime) -> int:
    """Let whoever holds or held this login be tied anew; returns how many names were forgotten."""
    rows = session.scalars(select(OidcIdentity).join(Person).where(Person.login_key == login_key(login))).all()
    for row in rows:
        audit.record(session, "signin:identity:forgotten", row.person, by=None, at=now, issuer=row.issuer)
        session.delete(row)
    return len(rows)
