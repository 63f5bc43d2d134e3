"""Keeping one person's row as the directory tells it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.entries import PersonFacts
from govdesk.directory.meaning import RoleMap
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from govdesk.directory.queries import department_by_name
from govdesk.directory.rules import login_key, name_key


def person_of(session: Session, facts: PersonFacts) -> Person | None:
    """The row of this directory entry, found by its immutable id and nothing else."""
    return session.scalar(select(Person).where(Person.directory_id == facts.directory_id))


def keep_person(session: Session, facts: PersonFacts, roles: RoleMap, *, today: date) -> tuple[Person, bool]:
    """Make or bring up to date the row of one entry; says whether anything changed.

    A login that now belongs to this entry is taken from its former holder, who has left.
    """
    department = _department(session, facts.department)
    _free_login(session, facts, today)
    person = person_of(session, facts)
    if person is None:
        person = Person(directory_id=facts.directory_id, state=PersonState.ACTIVE)
        session.add(person)
    person.login, person.login_key = facts.login, login_key(facts.login)
    person.name, person.mail = facts.name, facts.mail
    person.department_id = department.id if department else None
    _keep_state(person, facts, today)
    changed = session.is_modified(person)
    session.flush()
    return person, _keep_roles(person, roles.roles_of(facts.group_dns)) or changed


def _keep_state(person: Person, facts: PersonFacts, today: date) -> None:
    if facts.is_disabled and person.state is PersonState.ACTIVE:
        person.state, person.left_on = PersonState.DISABLED, person.left_on or today
    elif not facts.is_disabled and person.state is not PersonState.ACTIVE:
        person.state, person.left_on = PersonState.ACTIVE, None


def _keep_roles(person: Person, wanted: dict[Role, str]) -> bool:
    held = {grant.role: grant for grant in person.granted}
    for role in held.keys() - wanted.keys():
        person.granted.remove(held[role])
    for role, dn in wanted.items():
        if role not in held:
            person.granted.append(PersonRole(role=role, group_dn=dn))
        elif held[role].group_dn != dn:
            held[role].group_dn = dn
    return {role: grant.group_dn for role, grant in held.items()} != wanted


def _free_login(session: Session, facts: PersonFacts, today: date) -> None:
    """Whoever held this login under another id has left: the login is somebody else's now."""
    former = select(Person).where(
        Person.login_key == login_key(facts.login),
        Person.state == PersonState.ACTIVE,
        Person.directory_id != facts.directory_id,
    )
    for person in session.scalars(former):
        person.state, person.left_on = PersonState.LEFT, today
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
