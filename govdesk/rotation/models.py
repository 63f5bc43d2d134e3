"""When the credential of an account is next to be changed, when it was, and by what it became known to others."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import Was
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _, _l
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.recipients import head_for
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.rules import SOON_DAYS, credential_name
from govdesk.words import Labelled, Tone

__all__ = [
    "Rotation",
    "RotationAsked",
    "RotationEvent",
    "RotationLoss",
    "RotationReason",
    "RotationSchedule",
    "RotationState",
]


NEVER_TOLD = (NoticeState.CANCELLED, NoticeState.SUPERSEDED)


class RotationState(Labelled):
    """Derived from days, never stored."""

    IN_ORDER = "in_order", _l("In order"), Tone.OK
    DUE_SOON = "due_soon", _l("Due soon"), Tone.SOON
    DUE = "due", _l("Due today"), Tone.SOON
    IN_GRACE = "in_grace", _l("In grace"), Tone.SOON
    OVERDUE = "overdue", _l("Overdue"), Tone.LATE
    DONE = "done", _l("Done"), Tone.PLAIN


class RotationSchedule(Base):
    """When one credential of one account is next to be changed."""

    __tablename__ = "rotation_schedule"
    __table_args__ = (
        Index(
            "uq_rotation_schedule_whole",
            "account_id",
            "credential",
            unique=True,
            sqlite_where=text("line_id IS NULL"),
            postgresql_where=text("line_id IS NULL"),
        ),
        Index(
            "uq_rotation_schedule_line",
            "account_id",
            "credential",
            "line_id",
            unique=True,
            sqlite_where=text("line_id IS NOT NULL"),
            postgresql_where=text("line_id IS NOT NULL"),
        ),
        CheckConstraint("every_days > 0", name="every_days"),
        Index(
            "ix_rotation_schedule_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
        Index(
            "ix_rotation_schedule_repeated",
            "every_days",
            "due_on",
            sqlite_where=text("every_days IS NOT NULL"),
            postgresql_where=text("every_days IS NOT NULL"),
        ),
    )
    seen_by = Permission.ROTATION_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(String(80), default="password")
    """What opens the account: its name, never its value."""
    line_id: Mapped[int | None]
    """The line of the access list it is about, where the account can have several of the kind; None: all of them."""
    every_days: Mapped[int | None]
    """Length of a period in days; None for a single rotation."""
    calendar_on: Mapped[date | None]
    """The day that security set or that a period leads to; None when only events make it due."""
    by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody decided about the calendar's day: no rule touches it."""
    planned_by: Mapped[str | None] = mapped_column(String(80))
    """Name of the rule that led to the calendar's day; None where none did."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    """Last day, in office time, on which the present credential is in order; None when nothing is owed.

    The earlier of the calendar's day and those of open losses: only `settling.settle` writes it and `reason`.
    """
    reason: Mapped[RotationReason] = mapped_column(default=RotationReason.SCHEDULED)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who is asked to do it; None means the account's custodians."""
    rotated_on: Mapped[date | None]
    """Day of the latest rotation on record."""
    stage: Mapped[str | None] = mapped_column(String(40))
    """The reminder stage reached in this period."""
    remind_at: Mapped[datetime | None]
    """Next moment a reminder is owed (UTC); None when none is. The worker polls this."""
    at_rest: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Something more urgent goes on: nobody is reminded of it until it is woken, see `resting`."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount] = relationship()
    responsible: Mapped[Person | None] = relationship()
    open_losses: Mapped[list["RotationLoss"]] = relationship(
        primaryjoin="and_(RotationSchedule.id == RotationLoss.schedule_id, RotationLoss.cleared_by_id.is_(None))",
        order_by="RotationLoss.id",
        viewonly=True,
    )
    """By what it is known to the wrong people now, the oldest first."""

    @property
    def credential_name(self) -> str:
        """What people call the credential; of several of a kind with its number on the access list."""
        name = credential_name(self.credential)
        return name if self.line_id is None else _("%(what)s no. %(n)d", what=name, n=self.line_id)

    @property
    def answerable(self) -> list[Person]:
        """Those who are asked to do it and still work here."""
        asked = [self.responsible] if self.responsible else self.account.custodians
        return [person for person in asked if person.is_employed]

    @property
    def asked_or_owner(self) -> list[Person]:
        """Those whose managers can be told: where nobody is asked, the manager of the owner."""
        return self.answerable or [person for person in (self.account.owner,) if person]

    def state(self, today: date, grace_days: int = 0) -> RotationState:
        """How urgent it is on `today`."""
        if self.due_on is None:
            return RotationState.DONE
        left = (self.due_on - today).days
        if left > SOON_DAYS:
            return RotationState.IN_ORDER
        if left >= 0:
            return RotationState.DUE_SOON if left else RotationState.DUE
        return RotationState.IN_GRACE if -left <= grace_days else RotationState.OVERDUE

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """A person's relations to the account; whoever is responsible counts as its custodian here.

        Who stands above those who are asked, or above the department, reads what they are told of.
        """
        responsible = {Relation.CUSTODIAN} if self.responsible_id == person.id else set()
        managing = {Relation.MANAGER} if self._manages(person) or self._heads_from_above(person) else set()
        return self.account.relations_of(person) | responsible | managing

    def _manages(self, person: Actor) -> bool:
        """Once it is overdue, or a rule has told them before."""
        if all(asked.manager_id != person.id for asked in self.asked_or_owner):
            return False
        return (self.stage or "").startswith("overdue") or self._has_told(person)

    def _heads_from_above(self, person: Actor) -> bool:
        """Gets what is told to a department that has neither a mailbox nor a head, or to its head."""
        department = self.account.accountable
        if department is None or department.head_id == person.id:
            return False
        head = head_for(department)
        return head is not None and head.id == person.id and (not department.mailbox or self._has_told(person))

    def _has_told(self, person: Actor) -> bool:
        session = object_session(self)
        about = Notice.subject_type == self.__tablename__, Notice.subject_id == self.id
        told = select(Notice.id).where(*about, Notice.person_id == person.id, Notice.state.not_in(NEVER_TOLD))
        return session is not None and session.scalar(told.limit(1)) is not None


class Rotation(Base):
    """A credential was changed: who says so, when, and what for."""

    __tablename__ = "rotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    rotated_on: Mapped[date]
    rotated_at: Mapped[datetime | None]
    """The moment, where somebody knows it; else any of the day."""
    recorded_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[RotationReason]
    was_due_on: Mapped[date | None]
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The form it was recorded with: sent twice, it is one rotation."""

    schedule: Mapped[RotationSchedule] = relationship()
    by: Mapped[Person] = relationship()


class RotationAsked(Base):
    """Somebody was asked for a change, and is asked no longer: they may have been told what is to be changed."""

    __tablename__ = "rotation_asked"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    until_at: Mapped[datetime]

    schedule: Mapped[RotationSchedule] = relationship()


class RotationEvent(Base):
    """One occasion on which credentials became known to the wrong people: all of them are one bundle of work."""

    __tablename__ = "rotation_event"
    seen_by = Permission.ROTATION_EVENT

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RotationReason]
    occasion: Mapped[str] = mapped_column(String(100), unique=True)
    """What tells this occasion from any other: told twice, it is one event."""
    happened_at: Mapped[datetime]
    """The latest moment at which it can have happened."""
    opened_at: Mapped[datetime]
    """When Govdesk heard of it."""
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None when it followed by itself, from the directory or the calendar."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who left, moved, lost a device or their access."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), index=True)
    """The account, where it is about one."""
    thing: Mapped[str | None] = mapped_column(String(200))
    """An agency, a tool, a device or a platform, by its name."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why, in somebody's words."""

    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    account: Mapped[SocialAccount | None] = relationship()
    losses: Mapped[list["RotationLoss"]] = relationship(back_populates="event", order_by="RotationLoss.id")

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """A person's relations to any of the accounts concerned."""
        return frozenset().union(*(loss.schedule.relations_of(person) for loss in self.losses))


class RotationLoss(Base):
    """By an event, one credential is known to who should not know it, until it is changed after that.

    The only thing that ends it is a rotation: see `moments.clears`.
    """

    __tablename__ = "rotation_loss"
    __table_args__ = (
        UniqueConstraint("event_id", "schedule_id"),
        Index(
            "ix_rotation_loss_open",
            "event_id",
            "schedule_id",
            sqlite_where=text("cleared_by_id IS NULL"),
            postgresql_where=text("cleared_by_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("rotation_event.id", ondelete="CASCADE"))
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    lost_at: Mapped[datetime]
    """When they had it no more, at the latest."""
    due_on: Mapped[date]
    """The office day on which it was told: the last one for the change."""
    was: Mapped[list[Any]]
    """Values of `Was`."""
    line_id: Mapped[int | None]
    """The line of the access list they stood on, where the schedule is about all of the kind."""
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("rotation.id", ondelete="SET NULL"), index=True)

    event: Mapped[RotationEvent] = relationship(back_populates="losses")
    schedule: Mapped[RotationSchedule] = relationship()
    cleared_by: Mapped["Rotation | None"] = relationship()

    @property
    def was_in_words(self) -> str:
        """What they were to it."""
        return ", ".join(str(one.label) for one in Was if one.value in self.was)
