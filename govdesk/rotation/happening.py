"""What happened, before it is on record."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from govdesk.access import Actor
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationEvent, RotationReason


@dataclass(frozen=True)
class Happening:
    """One occasion, and the moment at which the rooms hear of it."""

    kind: RotationReason
    occasion: str
    """What tells it from any other."""
    happened_at: datetime
    now: datetime
    today: date
    tz: ZoneInfo | None = None
    """Of office days; None where it happened just now, so that nothing can have been changed since."""
    by: Actor | None = None
    """Who told of it; None when it followed by itself."""
    person: Person | None = None
    account: SocialAccount | None = None
    thing: str | None = None
    """An agency, a tool, a device or a platform."""
    reason: str | None = None

    @property
    def gone(self) -> Person | None:
        """Who must not be asked to change anything because of it."""
        return None if self.kind is RotationReason.DEVICE else self.person

    def on_record(self) -> RotationEvent:
        """The row that is to be kept."""
        return RotationEvent(
            kind=self.kind,
            occasion=self.occasion,
            happened_at=self.happened_at,
            opened_at=self.now,
            opened_by_id=self.by.id if self.by else None,
            person=self.person,
            account=self.account,
            thing=self.thing,
            reason=self.reason,
        )
