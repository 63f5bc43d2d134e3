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
    """Whether this name is this person's; nobody else's names count, and a first one is kept."""
    if (known := _known(session, person, issuer, subject)) is None:
        row = OidcIdentity(person_id=person.id, issuer=issuer, subject=subject, pinned_at=now)
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:
            # Another request was first at this very moment; what it kept counts.
            known = _known(session, person, issuer, subject)
            return bool(known)
        audit.record(session, "signin:identity:pinned", person, by=person, at=now, issuer=issuer)
        return True
    if not known:
        audit.record(session, "signin:identity:refused", person, by=None, at=now, issuer=issuer)
    return known


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
