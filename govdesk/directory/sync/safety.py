"""A directory that suddenly tells of many leavers is not believed: some filter, right or server is broken."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.models import Department, Person, PersonRole, PersonState, SyncRun
from govdesk.directory.sync.roles import Grants
from govdesk.directory.sync.work import Stopped, Work


@dataclass(frozen=True)
class Census:
    """How many there are before anything is applied."""

    anybody: bool
    """Whether anybody is known, leavers too."""
    people: int
    by_department: dict[int | None, int]
    """By the department at the top of the tree."""
    by_group: dict[str, int]
    """Holders of roles by the group that gives them (its `dn_key`)."""


def count(session: Session, work: Work) -> Census:
    """Groups that `roles.yml` no longer names are not counted: who took them out knew what they did."""
    tops, active = _tops(session), _active()
    rows = session.execute(select(Person.department_id, func.count()).where(*active).group_by(Person.department_id))
    by_department = Counter[int | None]()
    for department, number in rows:
        by_department[tops.get(department)] += number
    anybody = session.scalar(select(Person.id).limit(1)) is not None
    return Census(anybody, by_department.total(), dict(by_department), _by_group(session, work))


def check(
    session: Session, work: Work, before: Census, gone: Collection[tuple[int, int | None]], withdrawn: Grants
) -> None:
    """Raises Stopped when too many are gone: people (id and department before), or holders of a group's roles."""
    meaning, tops = work.meaning, _tops(session)
    if _is_too_much(meaning, len(gone), before.people):
        raise Stopped(f"{len(gone)} of {before.people} active people would become leavers at once")
    for top, number in Counter(tops.get(department) for _person, department in gone).items():
        if top is not None and _is_too_much(meaning, number, of := before.by_department.get(top, 0)):
            name = session.scalar(select(Department.name).where(Department.id == top))
            raise Stopped(f"{number} of {of} active people of {name} would become leavers at once")
    active = set(session.scalars(select(Person.id).where(*_active()))) if withdrawn else set()
    for group, number in before.by_group.items():
        lost = len({person for (person, _), dn in withdrawn.items() if person in active and dn_key(dn) == group})
        if (lost == number and number > 1) or _is_too_much(meaning, lost, number):
            raise Stopped(f"{lost} of {number} people would lose the roles of {group} at once")


def _is_too_much(meaning: Meaning, gone: int, of: int) -> bool:
    return gone >= meaning.leavers_least and gone > of * meaning.leavers_share


def _active() -> tuple[ColumnElement[bool], ...]:
    return Person.state == PersonState.ACTIVE, Person.directory_id.is_not(None)


def _tops(session: Session) -> dict[int | None, int | None]:
    """Every department and the one at the top above it; rings end."""
    above = dict(session.execute(select(Department.id, Department.parent_id)).all())
    tops: dict[int | None, int | None] = {}
    for department in above:
        top, seen = department, {department}
        while (parent := above.get(top)) is not None and parent not in seen:
            top = parent
            seen.add(top)
        tops[department] = top
    return tops


def _by_group(session: Session, work: Work) -> dict[str, int]:
    """Active holders of roles by group."""
    rows = select(PersonRole.group_dn, func.count(PersonRole.person_id.distinct())).join(Person).where(*_active())
    counts = Counter[str]()
    for dn, number in session.execute(rows.group_by(PersonRole.group_dn)):
        counts[dn_key(dn)] += number
    return {key: counts[key] for dn in work.roles.groups if (key := dn_key(dn)) in counts}


def was_forced(session: Session, work: Work) -> set[datetime]:
    """The moments at which people went missing in a run that an administrator forced: they are not counted twice."""
    return set(session.scalars(select(SyncRun.began_at).where(SyncRun.is_forced, SyncRun.began_at < work.now)))
