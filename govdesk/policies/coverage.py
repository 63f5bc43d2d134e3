"""Who has acknowledged a version and who has not: everybody who works here today, leavers not counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from govdesk.directory.models import Department, Person
from govdesk.directory.queries import WORKS_HERE, active_people
from govdesk.policies.models import Acknowledgement, PolicyVersion


@dataclass(frozen=True)
class Share:
    """How many of how many have acknowledged."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 means everybody."""
        return self.done * 100 // self.of if self.of else 100


@dataclass(frozen=True)
class DepartmentShare:
    """The share of one department; None stands for people without one."""

    department: Department | None
    share: Share


def shares(session: Session, versions: Iterable[PolicyVersion]) -> dict[int, Share]:
    """The share of each version, by its id. Two statements, however many versions."""
    everybody = session.scalar(select(func.count()).select_from(Person).where(WORKS_HERE)) or 0
    ids = [version.id for version in versions]
    counted = (
        select(Acknowledgement.version_id, func.count())
        .join(Acknowledgement.person)
        .where(WORKS_HERE, Acknowledgement.version_id.in_(ids))
        .group_by(Acknowledgement.version_id)
    )
    done: dict[int, int] = {row[0]: row[1] for row in session.execute(counted)}
    return {id_: Share(done.get(id_, 0), everybody) for id_ in ids}


def people(version: PolicyVersion, *, acknowledged: bool, department_id: int | None = None) -> Select[Person]:
    """Those who have, or have not, acknowledged `version`, by name."""
    said = select(Acknowledgement.person_id).where(Acknowledgement.version_id == version.id)
    query = active_people().where(Person.id.in_(said) if acknowledged else Person.id.not_in(said))
    if department_id is not None:
        query = query.where(Person.department_id == department_id)
    return query.options(joinedload(Person.department), lazyload(Person.granted))


def said_by(session: Session, version: PolicyVersion, people: Sequence[Person]) -> dict[int, Acknowledgement]:
    """The acknowledgements of these people, by person id."""
    rows = select(Acknowledgement).where(
        Acknowledgement.version_id == version.id, Acknowledgement.person_id.in_([person.id for person in people])
    )
    return {row.person_id: row for row in session.scalars(rows)}


def by_department(session: Session, version: PolicyVersion) -> list[DepartmentShare]:
    """The share of each department that has people, the one with most left to do first."""
    said_this: ColumnElement[bool] = and_(
        Acknowledgement.person_id == Person.id, Acknowledgement.version_id == version.id
    )
    rows = session.execute(
        select(Department, func.count(Acknowledgement.id), func.count(Person.id))
        .select_from(Person)
        .outerjoin(Person.department)
        .outerjoin(Acknowledgement, said_this)
        .where(WORKS_HERE)
        .group_by(Department.id)
    )
    found = [DepartmentShare(department, Share(done, of)) for department, done, of in rows]
    return sorted(found, key=lambda d: (d.share.done - d.share.of, d.department.name if d.department else ""))
