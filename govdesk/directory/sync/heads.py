"""Who heads a department where its unit names nobody."""

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from govdesk.directory.models import Department, Person, PersonState


def keep_heads(session: Session, told: set[int]) -> None:
    """Give departments without a head, or with one who has left, their head.

    It is the one of `told` (people of the group of heads) who works there, else the one member whose manager is
    outside. Nobody where there are several or none: notices then go to the head of the department above.
    """
    head = aliased(Person)
    headless = (
        select(Department)
        .outerjoin(head, head.id == Department.head_id)
        .where(or_(Department.head_id.is_(None), head.state != PersonState.ACTIVE))
    )
    if departments := session.scalars(headless).all():
        heads = _led_from_outside(session) | (
            _only_one(session, _members().where(Person.id.in_(told))) if told else {}
        )
        for department in departments:
            department.head_id = heads.get(department.id, department.head_id)
        session.flush()


def _members() -> Select[int | None, int]:
    """Departments with the one active member that is left after narrowing."""
    # Grouped by an expression, so that SQLite goes through everybody in their order, not in that of an index.
    department = func.coalesce(Person.department_id, 0)
    alone = select(func.max(Person.department_id), func.min(Person.id)).group_by(department)
    return alone.where(Person.state == PersonState.ACTIVE).having(func.count() == 1)


def _led_from_outside(session: Session) -> dict[int, int]:
    manager = aliased(Person)
    inside = (manager.id == Person.manager_id) & (manager.state == PersonState.ACTIVE)
    outside = manager.department_id.is_distinct_from(Person.department_id)
    return _only_one(session, _members().outerjoin(manager, inside).where(outside))


def _only_one(session: Session, alone: Select[int | None, int]) -> dict[int, int]:
    return {department: person for department, person in session.execute(alone) if department}
