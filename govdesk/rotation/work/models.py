"""A change on its way: who did which step, who says that it is done, and who confirms it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation, Role
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.words import Labelled, Tone

ENTITLED = frozenset({Relation.OWNER, Relation.DEPUTY, Relation.CUSTODIAN})
"""Who may confirm a change that somebody else made; security may beside them."""


class WorkState(Labelled):
    """Derived, never stored."""

    BEGUN = "begun", _l("Begun"), Tone.PLAIN
    WAITS = "waits", _l("Waits for a second person"), Tone.SOON
    REFUSED = "refused", _l("Not confirmed"), Tone.LATE
    COUNTS = "counts", _l("Counts"), Tone.OK


class RotationWork(Base):
    """All that is done for one change of one credential, from the first step to the rotation on record."""

    __tablename__ = "rotation_work"
    __table_args__ = (
        Index(
            "uq_rotation_work_under_way",
            "schedule_id",
            unique=True,
            sqlite_where=text("rotation_id IS NULL"),
            postgresql_where=text("rotation_id IS NULL"),
        ),
        Index(
            "ix_rotation_work_ask_again",
            "ask_again_at",
            sqlite_where=text("ask_again_at IS NOT NULL"),
            postgresql_where=text("ask_again_at IS NOT NULL"),
        ),
    )
    seen_by = Permission.ROTATION_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who says that they changed it; None while only steps are ticked."""
    said_at: Mapped[datetime | None]
    rotated_on: Mapped[date | None]
    rotated_at: Mapped[datetime | None]
    """When it was changed, as `Rotation` has it: that counts, not when it was confirmed."""
    statements: Mapped[list[Any]] = mapped_column(default=list)
    """Values of `Statement` that the doer attests."""
    later: Mapped[list[Any]] = mapped_column(default=list)
    """Keys of the steps that were still open when it was said."""
    note: Mapped[str | None] = mapped_column(String(300))
    """Evidence in words: a number of a ticket or of an entry in the vault."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who confirmed it, or last did not."""
    second_at: Mapped[datetime | None]
    ask_again_at: Mapped[datetime | None]
    """Next moment to look whether a second person is to be asked again (UTC); None when nobody is asked."""
    refusal: Mapped[str | None] = mapped_column(String(500))
    """Why it was not confirmed."""
    rotation_id: Mapped[int | None] = mapped_column(ForeignKey("rotation.id", ondelete="CASCADE"), unique=True)
    """The rotation that it became; None until it counts."""

    schedule: Mapped[RotationSchedule] = relationship()
    said_by: Mapped[Person | None] = relationship(foreign_keys=said_by_id)
    second: Mapped[Person | None] = relationship(foreign_keys=second_id)
    rotation: Mapped[Rotation | None] = relationship()
    marks: Mapped[list["RotationStep"]] = relationship(
        back_populates="work", order_by="RotationStep.id", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> WorkState:
        if self.rotation_id is not None:
            return WorkState.COUNTS
        if self.refusal is not None:
            return WorkState.REFUSED
        return WorkState.BEGUN if self.said_at is None else WorkState.WAITS

    @property
    def waits(self) -> bool:
        """Whether a second person is asked."""
        return self.state is WorkState.WAITS

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """Those to the account; whoever says that it is changed asks, others who are entitled approve."""
        relations = self.schedule.relations_of(person)
        if not relations & ENTITLED and Role.SECURITY not in person.roles:
            return relations
        return relations | {Relation.REQUESTER if person.id == self.said_by_id else Relation.APPROVER}


class RotationStep(Base):
    """A step that somebody did, or that does not apply."""

    __tablename__ = "rotation_step"
    __table_args__ = (UniqueConstraint("work_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("rotation_work.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(40))
    not_needed: Mapped[str | None] = mapped_column(String(300))
    """Why it does not apply; None: it was done."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    work: Mapped[RotationWork] = relationship(back_populates="marks")
    by: Mapped[Person] = relationship()
