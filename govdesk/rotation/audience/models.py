"""What many people are reminded of, who they are, and how far its latest day has come."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.db import Base
from govdesk.directory.models import Department, Person
from govdesk.i18n import _l
from govdesk.rotation.audience.rules import Rhythm, Unit
from govdesk.words import Labelled, Tone

LONGEST_SUBJECT, LONGEST_TEXT = 120, 3000


class Audience(Labelled):
    """Who is reminded."""

    EVERYBODY = "everybody", _l("Everybody who works here")
    DEPARTMENT = "department", _l("A department and all below it")
    HOLDERS = "holders", _l("Everybody who can get into an account, or answers for one")


class Course(Labelled):
    """What becomes of it, as lists show it; never stored."""

    RUNS = "runs", _l("Goes out"), Tone.OK
    PAUSED = "paused", _l("Paused"), Tone.FROZEN
    OVER = "over", _l("Over"), Tone.PLAIN


class AudienceReminder(Base):
    """A text of security for many people. Whose turn it is on its latest day is counted by their ids."""

    __tablename__ = "audience_reminder"
    __table_args__ = (
        CheckConstraint("(audience = 'department') = (department_id IS NOT NULL)", name="department_of_its_own"),
        CheckConstraint("every >= 1", name="goes_forward"),
        # Notices are known by its id: that of one that was deleted must never come again.
        {"sqlite_autoincrement": True},
    )
    seen_by = Permission.ROTATION_AUDIENCE

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    audience: Mapped[Audience]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    first_on: Mapped[date]
    unit: Mapped[Unit]
    every: Mapped[int]
    ends_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    is_paused: Mapped[bool] = mapped_column(default=False)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is next owed; None while it is paused, and once it is over."""
    last_on: Mapped[date | None]
    """Its latest day on which people were told; they may still be at it."""
    reached: Mapped[int] = mapped_column(default=0)
    """Of that day: the highest id of a person whose notice is recorded."""
    told: Mapped[int] = mapped_column(default=0)
    """Of that day: how many are recorded."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column()
    """Counts what people change, so that two who edit at once are told."""
    __mapper_args__ = {"version_id_col": version}

    department: Mapped[Department | None] = relationship()
    made_by: Mapped[Person | None] = relationship()

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.first_on, self.unit, self.every, self.ends_on)

    @property
    def course(self) -> Course:
        if self.is_paused:
            return Course.PAUSED
        return Course.RUNS if self.next_at else Course.OVER

    def relations_of(self, _person: Actor) -> frozenset[Relation]:
        """Nobody stands to it otherwise than by role."""
        return frozenset()
