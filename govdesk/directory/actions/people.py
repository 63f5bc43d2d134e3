"""Keeping one person's row as the directory tells it, and the trail of what that gave or took."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.actions.leaving import leave
from govdesk.directory.actions.roles import keep_roles
from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.models import Department, Person, PersonState
from govdesk.directory.queries import department_by_name
from govdesk.directory.rules import login_key, name_key


def person_of(session: Session, facts: PersonFacts) -> Person | None:
    """The row of this directory entry, found by its immutable id and nothing else."""
    return session.scalar(select(Person).where(Person.directory_id == facts.directory_id))


def keep_person(
    session: Session, facts: PersonFacts, roles: RoleMap, *, now: datetime, today: date
) -> tuple[Person, bool]:
    """Make or bring up to date the row of one entry; says whether anything changed.

    A login that now belongs to this entry is taken from its former holder, who has left. Either all of it is
    written or nothing: raises SQLAlchemyError with the session still fit for use.
    """
    try:
        with session.begin_nested():
            return _keep(session, facts, roles, now, today)
    except IntegrityError:
        # Another request made the same person, department or role at this very moment: now it can be read.
        session.expire_all()
        with session.begin_nested():
            return _keep(session, facts, roles, now, today)


def _keep(session: Session, facts: PersonFacts, roles: RoleMap, now: datetime, today: date) -> tuple[Person, bool]:
    department = _department(session, facts.department)
    if not facts.is_disabled:
        _free_login(session, facts, now, today)
    person = person_of(session, facts)
    if person is None:
        person = Person(directory_id=facts.directory_id, state=_state(facts))
        person.left_on = today if facts.is_disabled else None
        session.add(person)
    person.login, person.login_key = facts.login, login_key(facts.login)
    person.name, person.mail = facts.name, facts.mail
    person.department_id = department.id if department else None
    changed = session.is_modified(person)
    changed |= _keep_state(session, person, facts, now, today)
    session.flush()
    changed |= keep_roles(session, person, roles.roles_of(facts.group_dns), now=now)
    session.flush()
    return person, changed


def _state(facts: PersonFacts) -> PersonState:
    return PersonState.DISABLED if facts.is_disabled else PersonState.ACTIVE


def _keep_state(session: Session, person: Person, facts: PersonFacts, now: datetime, today: date) -> bool:
    if facts.is_disabled == (not person.is_employed):
        return False
    if facts.is_disabled:
        leave(session, person, PersonState.DISABLED, now=now, today=today)
    else:
        person.state, person.left_on = PersonState.ACTIVE, None
        audit.record(session, "directory:person:returned", person, by=None, at=now)
    return True


def _free_login(session: Session, facts: PersonFacts, now: datetime, today: date) -> None:
    """Whoever held this login under another id has left: the login is somebody else's now."""
    former = select(Person).where(
        Person.login_key == login_key(facts.login),
        Person.state == PersonState.ACTIVE,
        Person.directory_id.is_distinct_from(facts.directory_id),
    )
    for person in session.scalars(former).all():
        leave(session, person, PersonState.LEFT, now=now, today=today)
    session.flush()


def _department(session: Session, name: str) -> Department | None:
    if not name_key(name):
        return None
    found = department_by_name(session, name)
    if found is None:
        found = Department(key=name_key(name), name=name)
        session.add(found)
        session.flush()
    return found
