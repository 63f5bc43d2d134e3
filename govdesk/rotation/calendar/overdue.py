"""What is overdue, since when, who was told of it, who opened its page since, and whom it went to last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, lazyload

from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.calendar.models import RotationOpening
from govdesk.rotation.calendar.openings import opened_since
from govdesk.rotation.models import RotationSchedule, RotationState
from govdesk.rotation.queries import owed
from govdesk.rotation.settling import KINDS


@dataclass(frozen=True)
class Told:
    """The notices of one period to one reader."""

    to: Person | Department
    number: int
    """How many went out."""
    last_at: datetime | None
    """When the last of them did; None while none has."""


@dataclass(frozen=True)
class Overdue:
    """One schedule, and what became of it."""

    schedule: RotationSchedule
    days: int
    told: Sequence[Told]
    opened: Sequence[RotationOpening]
    """Since it was due, of each person the last."""

    @property
    def id(self) -> int:
        return self.schedule.id

    @property
    def escalated(self) -> Told | None:
        """The last that went to somebody who is not asked to do it themselves."""
        asked = self.schedule.answerable
        beyond = [one for one in self.told if one.to not in asked and one.last_at]
        return max(beyond, key=lambda one: str(one.last_at), default=None)


def overdue(look: Look) -> Select[RotationSchedule]:
    """The longest overdue first."""
    is_over = look.grace.demanded(RotationState.OVERDUE)
    return owed(look.grace.last_overdue).where(*is_over, *look.wanted.conditions)


def with_traces(session: Session, schedules: Sequence[RotationSchedule], today: date) -> list[Overdue]:
    """In a few statements, however many."""
    told = _told(session, schedules)
    opened = opened_since(session, [(one.id, one.due_on) for one in schedules if one.due_on])
    return [
        Overdue(one, (today - one.due_on).days, told.get(one.id, []), opened.get(one.id, []))
        for one in schedules
        if one.due_on
    ]


def _told(session: Session, schedules: Sequence[RotationSchedule]) -> dict[int, list[Told]]:
    rows = session.execute(_notices(schedules)).all() if schedules else []
    named = select(Person).where(Person.id.in_({row.person_id for row in rows}))
    people = {one.id: one for one in session.scalars(named.options(lazyload(Person.granted)))}
    of = select(Department).where(Department.id.in_({row.department_id for row in rows}))
    departments = {one.id: one for one in session.scalars(of)}
    found: dict[int, list[Told]] = {}
    for id_, person_id, department_id, number, last_at in rows:
        to = people[person_id] if person_id else departments[department_id or 0]
        found.setdefault(id_, []).append(Told(to, number, last_at))
    for told in found.values():
        told.sort(key=lambda one: str(one.last_at or ""), reverse=True)
    return found


def _notices(schedules: Sequence[RotationSchedule]) -> Select[int, int | None, int | None, int, datetime | None]:
    """By schedule and reader; only those of the day by which it is due now."""
    sent = Notice.state == NoticeState.SENT
    of_period = (
        and_(Notice.subject_id == one.id, Notice.key.startswith(f"rotation:{one.id}:{one.due_on:%Y%m%d}:"))
        for one in schedules
    )
    meant = Notice.state.not_in([NoticeState.SUPERSEDED, NoticeState.CANCELLED])
    return (
        select(
            Notice.subject_id, Notice.person_id, Notice.department_id, func.sum(case((sent, 1), else_=0)),
            func.max(Notice.sent_at),
        )
        .where(Notice.subject_type == RotationSchedule.__tablename__, Notice.kind.in_(KINDS), meant, or_(*of_period))
        .group_by(Notice.subject_id, Notice.person_id, Notice.department_id)
    )  # fmt: skip
