"""What only the calendar keeps: days that were moved or planned and why, and who opened the page of what is due."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule


class RotationMove(Base):
    """Security gave a schedule another day in the calendar, for a reason in their own words."""

    __tablename__ = "rotation_move"
    __table_args__ = (UniqueConstraint("form_key", "schedule_id"),)
    seen_by = Permission.ROTATION_SCHEDULE

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(String(40))
    """The form it was done with: what moved together has the same, and a form sent twice moves once."""
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    was_on: Mapped[date | None]
    """The calendar's day before; None when there was none."""
    was_by_hand: Mapped[bool] = mapped_column(server_default=true())
    was_planned_by: Mapped[str | None] = mapped_column(String(80))
    """The rule that led to it."""
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    schedule: Mapped[RotationSchedule] = relationship()
    by: Mapped[Person] = relationship()

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """A person's relations to the account."""
        return self.schedule.relations_of(person)


class RotationPlan(Base):
    """Many credentials that got their days at once; taken back, they have those of before."""

    __tablename__ = "rotation_plan"
    seen_by = Permission.ROTATION_SCHEDULE

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    """The form it was made with: sent twice, it is one plan."""
    credential: Mapped[str] = mapped_column(String(80))
    first_on: Mapped[date]
    last_on: Mapped[date]
    every_days: Mapped[int | None]
    accounts: Mapped[int]
    """How many got a day by it."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why days changed, in somebody's words."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    undone_because: Mapped[str | None] = mapped_column(String(500))

    by: Mapped[Person] = relationship(foreign_keys=by_id)
    undone_by: Mapped[Person | None] = relationship(foreign_keys=undone_by_id)

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Nobody has any: a plan concerns many accounts."""
        return frozenset()


class RotationPlanLine(Base):
    """What a plan made of one schedule, and what it was before."""

    __tablename__ = "rotation_plan_line"

    plan_id: Mapped[int] = mapped_column(ForeignKey("rotation_plan.id", ondelete="CASCADE"), primary_key=True)
    schedule_id: Mapped[int] = mapped_column(
        ForeignKey("rotation_schedule.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    to_on: Mapped[date]
    is_new: Mapped[bool]
    """There was no schedule before."""
    was_on: Mapped[date | None]
    was_every_days: Mapped[int | None]
    was_by_hand: Mapped[bool]
    was_planned_by: Mapped[str | None] = mapped_column(String(80))


class RotationOpening(Base):
    """Somebody opened the page of one schedule on a day; however often, it is one row."""

    __tablename__ = "rotation_opening"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), primary_key=True)
    opened_on: Mapped[date] = mapped_column(primary_key=True)
    """In office time."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    opened_at: Mapped[datetime]
    """The first time that day."""

    person: Mapped[Person] = relationship()
