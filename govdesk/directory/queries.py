"""Reading people, departments and sessions."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from govdesk.access import Role
from govdesk.db import as_value
from govdesk.directory.models import Department, Person, PersonRole, PersonState, WebSession
from govdesk.directory.rules import is_live, login_key, name_key
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.web.guard import NO_SUCH_PAGE

MOST_SESSIONS = 20

WORKS_HERE = and_(Person.state == PersonState.ACTIVE, Person.directory_id.is_not(None))
"""Of the directory and not a leaver."""
AMONG_ALL_WORKS_HERE = and_(as_value(Person.state) == PersonState.ACTIVE, Person.directory_id.is_not(None))
"""The same where nothing else narrows: nearly everybody does, so that no index of states is to be used for it."""


def person_by_login(session: Session, login: str) -> Person:
    """The present holder of a login. Raises NotFound."""
    found = active_by_login(session, login)
    if found is None:
        raise NotFound(_("Nobody with the login %(login)s works here.", login=login))
    return found


def holder(session: Session, login: str) -> Person:
    """The present holder of a login, else who had it last, with all that their page shows. Raises NotFound."""
    latest_first = (Person.state != PersonState.ACTIVE, Person.left_on.desc(), Person.id.desc())
    found = session.scalar(_on_page().where(Person.login_key == login_key(login)).order_by(*latest_first).limit(1))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def person_by_id(session: Session, person_id: int) -> Person:
    """Somebody, leavers included, with all that their page shows. Raises NotFound."""
    found = session.scalar(_on_page().where(Person.id == person_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def _on_page() -> Select[Person]:
    department = joinedload(Person.department)
    return select(Person).options(
        department.joinedload(Department.parent),
        department.joinedload(Department.head).lazyload(Person.granted),
        joinedload(Person.manager).lazyload(Person.granted),
    )


def other_holders(session: Session, person: Person) -> Sequence[Person]:
    """Who else has or had this login, the latest first."""
    others = select(Person).where(Person.login_key == person.login_key, Person.id != person.id)
    return session.scalars(others.order_by(Person.id.desc()).options(lazyload(Person.granted))).all()


def headed_by(session: Session, person: Person) -> Sequence[Department]:
    """The departments that somebody heads, by name."""
    return session.scalars(departments().where(Department.head_id == person.id)).all()


def live_sessions(session: Session, person: Person, now: datetime) -> Sequence[WebSession]:
    """Where somebody is signed in, the latest use first; sessions that have run out do not count."""
    rows = session.scalars(
        select(WebSession)
        .where(WebSession.person_id == person.id, WebSession.ended_at.is_(None))
        .order_by(WebSession.seen_at.desc())
        .limit(MOST_SESSIONS)
        .options(lazyload(WebSession.person))
    )
    return [row for row in rows if is_live(row.created_at, row.seen_at, row.ended_at, now)]


def active_by_login(session: Session, login: str) -> Person | None:
    """Who works here and has this login, however it is written; None when nobody does."""
    return session.scalar(select(Person).where(Person.login_key == login_key(login), WORKS_HERE))


def department_by_name(session: Session, name: str) -> Department | None:
    """The department of exactly this name, case and blanks aside; never a guess."""
    return session.scalar(select(Department).where(Department.key == name_key(name)))


def departments() -> Select[Department]:
    """All departments by name."""
    return select(Department).order_by(Department.name)


def active_people() -> Select[Person]:
    """Everybody who works here, by name; a break-glass administrator is nobody of the company."""
    return select(Person).where(AMONG_ALL_WORKS_HERE).order_by(Person.name, Person.id)


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


def person_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to names and addresses of pages, for the whole trail."""
    return {id_: (name, f"/people/id/{id_}") for id_, name in people_names(session, ids).items()}


def department_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Ids to names, for the history."""
    rows = session.execute(select(Department.id, Department.name).where(Department.id.in_(list(ids))))
    return {row.id: row.name for row in rows}
