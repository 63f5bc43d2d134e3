"""Bringing people, departments and roles up to date from the directory.

Who is disabled there is a leaver here; who is merely missing is left alone.
"""

import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.directory.actions.departments import keep_departments
from govdesk.directory.actions.people import keep_person, person_of
from govdesk.directory.actions.sessions import end_sessions
from govdesk.directory.entries import PersonFacts, person_facts
from govdesk.directory.meaning import RoleMap, dn_key
from govdesk.directory.models import Department, Person
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
    session.flush()
    keep_departments(session, server.units(), {dn: person for dn, (person, _) in people.items()}, server.meaning)
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
