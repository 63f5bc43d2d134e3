"""What happened, with all that is to be changed because of it: who sees what, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.access import Permission, may
from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationSchedule
from govdesk.rotation.queries import concerns
from govdesk.web.guard import NO_SUCH_PAGE


@dataclass(frozen=True)
class Bundle:
    """One event, and what the reader may know of its losses in numbers."""

    event: RotationEvent
    total: int
    done: int
    """Changed since, or on an account that is used no more."""
    oldest_due: date | None
    """Of what is still to be changed; None when nothing is."""

    @property
    def id(self) -> int:
        return self.event.id


def event(session: Session, event_id: int) -> RotationEvent:
    """One event with all that is drawn of it. Raises NotFound."""
    schedule = selectinload(RotationEvent.losses).selectinload(RotationLoss.schedule)
    account = schedule.selectinload(RotationSchedule.account)
    query = select(RotationEvent).options(
        account.selectinload(SocialAccount.custodianships),
        account.selectinload(SocialAccount.ownerships),
        schedule.joinedload(RotationSchedule.responsible),
        selectinload(RotationEvent.losses).joinedload(RotationLoss.cleared_by),
        joinedload(RotationEvent.person),
        joinedload(RotationEvent.opened_by),
    )
    found = session.scalar(query.where(RotationEvent.id == event_id))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def losses_for(reader: Person, subject: RotationEvent) -> list[RotationLoss]:
    """What `reader` may see of it: all by role, else what is lost of accounts that are their business."""
    if may(reader, Permission.ROTATION_EVENT):
        return subject.losses
    return [loss for loss in subject.losses if may(reader, Permission.ROTATION_EVENT, loss.schedule)]


def events_for(reader: Person, *, open_only: bool) -> Select[RotationEvent]:
    """Events of which `reader` may see anything, the latest first."""
    seen = _seen_by(reader).where(_is_open()) if open_only else _seen_by(reader)
    query = select(RotationEvent).where(RotationEvent.id.in_(seen)).options(joinedload(RotationEvent.person))
    return query.order_by(RotationEvent.opened_at.desc(), RotationEvent.id.desc())


def bundles(session: Session, reader: Person, events: Sequence[RotationEvent]) -> list[Bundle]:
    """How far these have come, in one statement."""
    is_open = _is_open()
    numbers = (
        _seen_by(reader)
        .where(RotationLoss.event_id.in_([one.id for one in events]))
        .with_only_columns(
            RotationLoss.event_id,
            func.count(),
            func.sum(case((is_open, 0), else_=1)),
            func.min(case((is_open, RotationLoss.due_on))),
        )
        .group_by(RotationLoss.event_id)
    )
    told = {id_: (total, done, due) for id_, total, done, due in session.execute(numbers)}
    return [Bundle(one, *told[one.id]) for one in events]


def bundles_of(session: Session, reader: Person, person: Person) -> list[Bundle]:
    """What happened with somebody, the latest first."""
    events = events_for(reader, open_only=False).where(RotationEvent.person_id == person.id).limit(20)
    return bundles(session, reader, session.scalars(events).all())


def changed_within(subject: RotationEvent) -> timedelta | None:
    """From what happened to the last change that it made necessary; None while one is missing, or where none was.

    What is not changed of an account that is used no more is not missing.
    """
    changes = [loss.cleared_by for loss in subject.losses if loss.cleared_by or loss.schedule.account.state.is_in_use]
    if not changes or None in changes:
        return None
    ends = [change.rotated_at or change.recorded_at for change in changes if change]
    return max(max(ends) - subject.happened_at, timedelta())


def hours_since(moment: datetime, now: datetime) -> int:
    return max(int((now - moment) / timedelta(hours=1)), 0)


def _is_open() -> ColumnElement[bool]:
    return and_(RotationLoss.cleared_by_id.is_(None), SocialAccount.state.in_(IN_USE))


def _seen_by(reader: Person) -> Select[int]:
    """Ids of events, by the losses that `reader` may see."""
    seen = select(RotationLoss.event_id).join(RotationLoss.schedule).join(RotationSchedule.account)
    return seen if may(reader, Permission.ROTATION_EVENT) else seen.where(concerns(reader))
