"""Reading what is under way."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.access import Role
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.db import as_value
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.queries import MOST_ASKED, held_by, schedule_to_change
from govdesk.rotation.work.models import RotationStep, RotationWork
from govdesk.web.guard import NO_SUCH_PAGE


def work_to_settle(session: Session, work_id: int) -> RotationWork:
    """One work, its schedule kept from others until the transaction ends. Raises NotFound."""
    schedule_id = session.scalar(select(RotationWork.schedule_id).where(RotationWork.id == work_id))
    if schedule_id is None:
        raise NotFound(NO_SUCH_PAGE)
    schedule_to_change(session, schedule_id)
    return session.scalars(_whole().where(RotationWork.id == work_id)).one()


def under_way(session: Session, schedule: RotationSchedule) -> RotationWork | None:
    """The work that has not become a rotation yet; there is one at most."""
    mine = RotationWork.schedule_id == schedule.id, as_value(RotationWork.rotation_id).is_(None)
    return session.scalar(_whole().where(*mine))


def last_done(session: Session, schedule: RotationSchedule) -> RotationWork | None:
    """The latest work that became a rotation."""
    mine = RotationWork.schedule_id == schedule.id, as_value(RotationWork.rotation_id).is_not(None)
    return session.scalar(_whole().where(*mine).order_by(RotationWork.id.desc()).limit(1))


def works_of(session: Session, rotation_ids: Collection[int]) -> dict[int, RotationWork]:
    """By rotation what was done for it; rotations of before there were steps have nothing."""
    found = session.scalars(_whole().where(RotationWork.rotation_id.in_(rotation_ids)))
    return {work.rotation_id: work for work in found if work.rotation_id is not None}


def all_under_way(session: Session, schedule_ids: Collection[int]) -> dict[int, RotationWork]:
    """By schedule."""
    wanted = RotationWork.schedule_id.in_(schedule_ids), as_value(RotationWork.rotation_id).is_(None)
    return {work.schedule_id: work for work in session.scalars(_whole().where(*wanted))}


def waiting_for(session: Session, person: Person) -> Sequence[RotationWork]:
    """Changes that `person` may confirm, the longest waiting first: at most `MOST_ASKED`."""
    waits = (
        as_value(RotationWork.rotation_id).is_(None),
        as_value(RotationWork.said_at).is_not(None),
        as_value(RotationWork.refusal).is_(None),
        RotationWork.said_by_id != person.id,
        as_value(SocialAccount.state).in_(IN_USE),
    )
    query = _whole().join(RotationWork.schedule).join(RotationSchedule.account).where(*waits)
    if Role.SECURITY not in person.roles:
        query = query.where(
            or_(
                RotationSchedule.responsible_id == person.id,
                held_by(person),
                SocialAccount.owner_id == person.id,
                SocialAccount.deputy_id == person.id,
            )
        )
    return session.scalars(query.order_by(RotationWork.said_at, RotationWork.id).limit(MOST_ASKED)).all()


def _whole() -> Select[RotationWork]:
    account = joinedload(RotationWork.schedule).joinedload(RotationSchedule.account)
    return select(RotationWork).options(
        account.selectinload(SocialAccount.custodianships),
        account.selectinload(SocialAccount.ownerships),
        selectinload(RotationWork.marks).joinedload(RotationStep.by),
        joinedload(RotationWork.said_by),
        joinedload(RotationWork.second),
    )
