"""Reading who a sign-in is about, and which break-glass account is open."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload

from govdesk.directory.models import Person, PersonState
from govdesk.directory.queries import WORKS_HERE
from govdesk.directory.rules import login_key
from govdesk.signin.models import BreakGlass


def likely_name(session: Session, login: str) -> str:
    """The id of whose login this is or was, the present holder first; what `locate` calls it when nobody's."""
    key = login_key(login)
    found = session.scalar(
        select(Person.directory_id)
        .where(Person.login_key == key, Person.directory_id.is_not(None))
        .order_by(Person.state != PersonState.ACTIVE, Person.id.desc())
        .limit(1)
    )
    return found or f"login:{key}"[:300]


def person_tried(session: Session, entry_id: str, login: str) -> Person | None:
    """Whose sign-in was tried: the person of the entry that was found, or else who has the login here."""
    # Without the roles: who is known must not take longer than who is not.
    plain = select(Person).options(lazyload(Person.granted))
    found = session.scalar(plain.where(Person.directory_id == entry_id))
    return found or session.scalar(plain.where(Person.login_key == login_key(login), WORKS_HERE))


def unclosed() -> Select[BreakGlass]:
    """Break-glass accounts that nobody has closed, though their time may be over."""
    return select(BreakGlass).where(BreakGlass.closed_at.is_(None)).order_by(BreakGlass.id)


def open_account(session: Session, now: datetime) -> BreakGlass | None:
    """The break-glass account that opens the house at `now`."""
    return session.scalar(unclosed().where(BreakGlass.expires_at > now).limit(1))


def open_account_of(session: Session, person: Person, now: datetime) -> BreakGlass | None:
    """The break-glass account by which `person` may be here."""
    return session.scalar(unclosed().where(BreakGlass.person_id == person.id, BreakGlass.expires_at > now))
