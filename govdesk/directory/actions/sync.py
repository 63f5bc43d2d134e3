"""Bringing people, departments and roles up to date from the directory.

Who is disabled there is a leaver here; who is merely missing is left alone.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.directory.actions.departments import keep_departments
from govdesk.directory.actions.people import keep_person, person_of
from govdesk.directory.ldap.entries import Entry, PersonFacts, person_facts
from govdesk.directory.ldap.meaning import Meaning, RoleMap, dn_key
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.models import Department, Person, PersonState
from govdesk.directory.rules import login_key

log = logging.getLogger(__name__)

LARGEST_SHARE = 0.1
"""A run that would make leavers of more than this share of the active people is a mistake of the directory's."""
FEW = 5
"""Fewer leavers than this are believed whatever their share."""


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


class _TooMuch(Exception):
    """What was read would change more than a sound directory does; the text says what."""


def synchronise(
    session: Session, server: DirectoryServer, roles: RoleMap, *, now: datetime, tz: ZoneInfo
) -> SyncReport:
    """Read everybody and write what changed, in the caller's transaction. Raises DirectoryUnreachable.

    A run that would make leavers of too many people writes nothing: the report's `stopped` says why.
    """
    # All of it before anything is written: a reading that breaks off changes nothing and holds no lock.
    entries, units = list(server.people()), list(server.units())
    report = SyncReport()
    try:
        with session.begin_nested():
            _write(session, entries, units, _Run(server.meaning, roles, report, now, tz))
    except _TooMuch as reason:
        log.error("people were not brought up to date: %s", reason)
        return SyncReport(people=Count(seen=len(entries)), stopped=str(reason))
    return report


@dataclass(frozen=True)
class _Run:
    """What does not change during a run, and the report it fills."""

    meaning: Meaning
    roles: RoleMap
    report: SyncReport
    now: datetime
    tz: ZoneInfo


_Known = dict[str, tuple[Person, PersonFacts]]
"""People by `dn_key`."""


def _write(session: Session, entries: list[Entry], units: list[Entry], run: _Run) -> None:
    report, known = run.report, session.scalar(select(func.count(Department.id))) or 0
    employed = _employed(session)
    facts = _usable(entries, run.meaning)
    if employed and not facts:
        raise _TooMuch("the directory shows nobody, though people are known")
    people = {dn_key(one.dn): (person, one) for one in facts if (person := _keep_one(session, one, run))}
    report.people.seen = len(entries)
    report.people.left = _left(employed, employed - _employed(session))
    _keep_managers(people)
    session.flush()
    keep_departments(session, units, {dn: person for dn, (person, _) in people.items()}, run.meaning)
    report.departments.seen = session.scalar(select(func.count(Department.id))) or 0
    report.departments.new = report.departments.seen - known
    report.groups.seen = len({dn_key(dn) for _p, facts in people.values() for dn in facts.group_dns})


def _employed(session: Session) -> set[int]:
    return set(session.scalars(select(Person.id).where(Person.state == PersonState.ACTIVE)))


def _left(employed: set[int], gone: set[int]) -> int:
    if len(gone) >= FEW and len(gone) > len(employed) * LARGEST_SHARE:
        raise _TooMuch(f"{len(gone)} of {len(employed)} active people would become leavers at once")
    return len(gone)


def _usable(entries: Iterable[Entry], meaning: Meaning) -> list[PersonFacts]:
    """What the entries say, without those that cannot be read as one person each."""
    facts = []
    for entry in entries:
        try:
            facts.append(person_facts(entry, meaning))
        except ValueError as error:
            log.warning("skipped %s: %s", entry.dn, error)
    holders = Counter(login_key(one.login) for one in facts if not one.is_disabled)
    for one in facts:
        if holders[login_key(one.login)] > 1:
            log.warning("skipped %s: several entries have the login %s", one.dn, one.login)
    return [one for one in facts if holders[login_key(one.login)] <= 1]


def _keep_one(session: Session, facts: PersonFacts, run: _Run) -> Person | None:
    """The row of one entry; None when the database will not have it, and the others go on."""
    is_new = person_of(session, facts) is None
    try:
        person, changed = keep_person(session, facts, run.roles, now=run.now, today=clock.local_date(run.now, run.tz))
    except (DataError, IntegrityError, ValueError) as error:
        log.warning("skipped %s: %s", facts.dn, type(error).__name__)
        return None
    run.report.people.new += is_new
    run.report.people.changed += changed and not is_new
    return person


def _keep_managers(people: _Known) -> None:
    for person, facts in people.values():
        manager = people.get(dn_key(facts.manager_dn)) if facts.manager_dn else None
        wanted = manager[0].id if manager and manager[0] is not person else None
        if person.manager_id != wanted:
            person.manager_id = wanted
