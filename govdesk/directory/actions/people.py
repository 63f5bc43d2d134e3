"""Keeping one person's row as the directory tells it: what a sign-in does of a synchronisation."""

import logging
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.actions.roles import keep_roles
from govdesk.directory.actions.standing import Told, carry_out, gone_as, last_day, leaving, look_again, outcome
from govdesk.directory.ldap.entries import PersonFacts
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.models import Department, Person, PersonState
from govdesk.directory.queries import department_by_name, people_with_role
from govdesk.directory.rules import login_key, name_key

log = logging.getLogger(__name__)


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
    told = _told(session, facts)
    if gone_as(told.is_disabled, told.leaves_on, today) is None:
        _free_login(session, facts, now, today)
    person = person_of(session, facts)
    if person is None:
        person, changed = _join(session, facts, told, today), True
    else:
        becomes = outcome(person, told, today)
        if changed := becomes.is_changed:
            carry_out(session, [becomes], now=now)
            session.refresh(person)
    changed |= keep_roles(session, person, _roles(session, person, roles.roles_of(facts.group_dns)), now=now)
    session.flush()
    if changed:
        look_again(session, person.id)
    return person, changed


def _roles(session: Session, person: Person, given: dict[Role, str]) -> dict[Role, str]:
    """What the groups give; and as in a synchronisation, the last administrator keeps the role."""
    held = {grant.role: grant.group_dn for grant in person.granted}
    if Role.ADMIN not in held or Role.ADMIN in given or not person.is_employed:
        return given
    if session.scalar(people_with_role(Role.ADMIN).where(Person.id != person.id).limit(1)):
        return given
    log.warning("nobody would be administrator any more: %s still is", person.login)
    return {**given, Role.ADMIN: held[Role.ADMIN]}


def _join(session: Session, facts: PersonFacts, told: Told, today: date) -> Person:
    """A row for somebody new; who is shut out from the start has left without having been here."""
    state = gone_as(told.is_disabled, told.leaves_on, today)
    person = Person(
        directory_id=facts.directory_id,
        login=told.login,
        login_key=told.login_key,
        name=told.name,
        mail=told.mail,
        department_id=told.department_id,
        state=state or PersonState.ACTIVE,
        left_on=last_day(told.leaves_on, today) if state else None,
        leaves_on=told.leaves_on,
    )
    session.add(person)
    session.flush()
    return person


def _told(session: Session, facts: PersonFacts) -> Told:
    department = _department(session, facts.department)
    return Told(
        login=facts.login,
        login_key=login_key(facts.login),
        name=facts.name,
        mail=facts.mail,
        department_id=department.id if department else None,
        is_disabled=facts.is_disabled,
        leaves_on=facts.leaves_on,
    )


def _free_login(session: Session, facts: PersonFacts, now: datetime, today: date) -> None:
    """Whoever held this login under another id has left: the login is somebody else's now."""
    former = select(Person).where(
        Person.login_key == login_key(facts.login),
        Person.state == PersonState.ACTIVE,
        Person.directory_id.is_distinct_from(facts.directory_id),
    )
    holders = session.scalars(former).all()
    carry_out(session, [leaving(person, today) for person in holders], now=now)
    for person in holders:
        session.refresh(person)


def _department(session: Session, name: str) -> Department | None:
    if not name_key(name):
        return None
    found = department_by_name(session, name)
    if found is None:
        found = Department(key=name_key(name), name=name)
        session.add(found)
        session.flush()
    return found
