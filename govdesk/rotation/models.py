"""When the credential of an account is next to be changed, and when it was."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.rotation.rules import SOON_DAYS, credential_name
from govdesk.words import Labelled, Tone


class RotationState(Labelled):
    """Derived from days, never stored."""

    IN_ORDER = "in_order", _l("In order"), Tone.OK
    DUE_SOON = "due_soon", _l("Due soon"), Tone.SOON
    DUE = "due", _l("Due today"), Tone.SOON
    IN_GRACE = "in_grace", _l("In grace"), Tone.SOON
    OVERDUE = "overdue", _l("Overdue"), Tone.LATE
    DONE = "done", _l("Done"), Tone.PLAIN


class RotationReason(Labelled):
    SCHEDULED = "scheduled", _l("Scheduled by security")
    LEAVER = "leaver", _l("Somebody who knew it left")
    REMOVED = "removed", _l("Somebody who knew it has no business with it any more")
    COMPROMISE = "compromise", _l("It may be known to strangers")


class RotationSchedule(Base):
    """When one credential of one account is next to be changed."""

    __tablename__ = "rotation_schedule"
    __table_args__ = (
        UniqueConstraint("account_id", "credential"),
        CheckConstraint("every_days > 0", name="every_days"),
        Index(
            "ix_rotation_schedule_remind",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )
    seen_by = Permission.ROTATION_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"))
    credential: Mapped[str] = mapped_column(String(80), default="password")
    """What opens the account: its name, never its value."""
    every_days: Mapped[int | None]
    """Length of a period in days; None for a single rotation."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    """Last day, in office time, on which the present credential is in order; None when nothing is owed."""
    reason: Mapped[RotationReason] = mapped_column(default=RotationReason.SCHEDULED)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who is asked to do it; None means the account's custodians."""
    rotated_on: Mapped[date | None]
    """Day of the latest rotation on record."""
    stage: Mapped[str | None] = mapped_column(String(40))
    """The reminder stage reached in this period."""
    remind_at: Mapped[datetime | None]
    """Next moment a reminder is owed (UTC); None when none is. The worker polls this."""
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    account: Mapped[SocialAccount] = relationship()
    responsible: Mapped[Person | None] = relationship()

    @property
    def credential_name(self) -> str:
        """What people call the credential."""
        return credential_name(self.credential)

    @property
    def answerable(self) -> list[Person]:
        """Those who are asked to do it and still work here."""
        asked = [self.responsible] if self.responsible else self.account.custodians
        return [person for person in asked if person.is_employed]

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
        """A person's relations to the account; whoever is responsible counts as its custodian here."""
        responsible = {Relation.CUSTODIAN} if self.responsible_id == person.id else set()
        return self.account.relations_of(person) | responsible


class Rotation(Base):
    """A credential was changed: who says so, when, and what for."""

    __tablename__ = "rotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("rotation_schedule.id", ondelete="CASCADE"), index=True)
    rotated_on: Mapped[date]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[RotationReason]
    was_due_on: Mapped[date | None]
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The form it was recorded with: sent twice, it is one rotation."""

    schedule: Mapped[RotationSchedule] = relationship()
    by: Mapped[Person] = relationship()
