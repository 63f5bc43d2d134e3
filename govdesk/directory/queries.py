"""Reading people, departments and sessions."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.models import Department, Person, PersonRole, PersonState, WebSession
from govdesk.directory.rules import login_key, name_key
from govdesk.errors import NotFound
from govdesk.i18n import _

WORKS_HERE = and_(Person.state == PersonState.ACTIVE, Person.directory_id.is_not(None))
"""Of the directory and not a leaver."""


def person_by_login(session: Session, login: str) -> Person:
    """The present holder of a login. Raises NotFound."""
    found = active_by_login(session, login)
    if found is None:
        raise NotFound(_("Nobody with the login %(login)s works here.", login=login))
    return found


def active_by_login(session: Session, login: str) -> Person | None:
    """The active person with this login, however it is written; None when there is none."""
    return session.scalar(
        select(Person).where(Person.login_key == login_key(login), Person.state == PersonState.ACTIVE)
    )


def department_by_name(session: Session, name: str) -> Department | None:
    """The department of exactly this name, case and blanks aside; never a guess."""
    return session.scalar(select(Department).where(Department.key == name_key(name)))


def departments() -> Select[Department]:
    """All departments by name."""
    return select(Department).order_by(Department.name)


def active_people() -> Select[Person]:
    """Everybody who works here, by name; a break-glass administrator is nobody of the company."""
    return select(Person).where(WORKS_HERE).order_by(Person.name, Person.id)


def people_with_role(role: Role) -> Select[Person]:
    """The active holders of a role, by name."""
    return active_people().join(PersonRole).where(PersonRole.role == role)


def web_session(session: Session, token: str) -> WebSession | None:
    """The session this token opens, live or not."""
    return session.scalar(select(WebSession).where(WebSession.token_hash == token_hash(token)))


def token_hash(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def people_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to names, for the history."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(ids))))
    return {row.id: row.name for row in rows}


def department_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to names, for the history."""
    rows = session.execute(select(Department.id, Department.name).where(Department.id.in_(list(ids))))
    return {row.id: row.name for row in rows}
