"""Bringing people, departments and roles up to date from the directory.

Who is disabled there is a leaver here; who is merely missing is left alone.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ldap.dn import dn2str, str2dn
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.directory.actions.people import keep_person, person_of
from govdesk.directory.actions.sessions import end_sessions
from govdesk.directory.entries import Entry, PersonFacts, person_facts
from govdesk.directory.meaning import RoleMap, dn_key
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import department_by_name
from govdesk.directory.server import DirectoryServer

log = logging.getLogger(__name__)


@dataclass
class Count:
    seen: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0


@dataclass
class SyncReport:
    """What a run found and did."""

    people: Count = field(default_factory=Count)
    departments: Count = field(default_factory=Count)
    groups: Count = field(default_factory=Count)
    seconds: float = 0.0
    stopped: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def synchronise(
    session: Session, server: DirectoryServer, roles: RoleMap, *, now: datetime, tz: ZoneInfo
) -> SyncReport:
    """Read everybody and write what changed, in the caller's transaction. Raises DirectoryUnreachable."""
    report = SyncReport()
    known = session.scalar(select(func.count(Department.id))) or 0
    people = _keep_people(session, server, roles, report, now, tz)
    _keep_managers(people)
    _keep_parents(session, server.units())
    _keep_heads(session, [person for person, _facts in people.values()])
    report.departments.seen = session.scalar(select(func.count(Department.id))) or 0
    report.departments.new = report.departments.seen - known
    report.groups.seen = len({dn_key(dn) for _p, facts in people.values() for dn in facts.group_dns})
    return report


def _keep_people(
    session: Session,
    server: DirectoryServer,
    roles: RoleMap,
    report: SyncReport,
    now: datetime,
    tz: ZoneInfo,
) -> dict[str, tuple[Person, PersonFacts]]:
    people: dict[str, tuple[Person, PersonFacts]] = {}
    for entry in server.people():
        report.people.seen += 1
        try:
            facts = person_facts(entry, server.meaning)
        except ValueError as error:
            log.warning("skipped %s: %s", entry.dn, error)
            continue
        people[dn_key(entry.dn)] = (_keep_one(session, facts, roles, report, now, tz), facts)
    return people


def _keep_one(
    session: Session, facts: PersonFacts, roles: RoleMap, report: SyncReport, now: datetime, tz: ZoneInfo
) -> Person:
    before = person_of(session, facts)
    was_employed = before is not None and before.is_employed
    person, changed = keep_person(session, facts, roles, today=clock.local_date(now, tz))
    report.people.new += before is None
    report.people.changed += changed and before is not None
    if was_employed and not person.is_employed:
        report.people.left += 1
        end_sessions(session, person, now=now)
        audit.record(session, "directory:person:left", person, by=None, at=now, left_on=person.left_on)
    return person


def _keep_managers(people: dict[str, tuple[Person, PersonFacts]]) -> None:
    for person, facts in people.values():
        manager = people.get(dn_key(facts.manager_dn)) if facts.manager_dn else None
        wanted = manager[0].id if manager and manager[0] is not person else None
        if person.manager_id != wanted:
            person.manager_id = wanted


def _keep_parents(session: Session, units: Iterable[Entry]) -> None:
    """An OU that is a department lies below the nearest OU above it that is one, too."""
    by_dn = {dn_key(unit.dn): department_by_name(session, unit.text("ou")) for unit in units}
    for dn, department in by_dn.items():
        above = next((by_dn[key] for key in _ancestors(dn) if by_dn.get(key)), None)
        if department is not None and above is not None and above is not department:
            department.parent_id = above.id


def _ancestors(key: str) -> list[str]:
    parts = str2dn(key)
    return [dn2str(parts[n:]).casefold() for n in range(1, len(parts))]


def _keep_heads(session: Session, people: Iterable[Person]) -> None:
    """The head of a department is the one active member whose manager is outside it."""
    outside: dict[int, list[Person]] = {}
    home = {person.id: person.department_id for person in people}
    for person in people:
        if person.is_employed and person.department_id and home.get(person.manager_id or 0) != person.department_id:
            outside.setdefault(person.department_id, []).append(person)
    for department in session.scalars(select(Department)):
        heads = outside.get(department.id, [])
        wanted = heads[0].id if len(heads) == 1 else None
        if department.head_id is None and wanted is not None:
            department.head_id = wanted
