"""What every report is given: where to read, which day it is, what was chosen."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk import clock
from govdesk.accounts.orphans import vanished
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person
from govdesk.reports.controls import Sheets


@dataclass(frozen=True)
class Chosen:
    """What a report is narrowed to; empty values narrow nothing."""

    department_id: int | None = None
    """A department, with all below it."""
    platform: str = ""
    shown: str = ""
    """One of the report's own choices."""


@dataclass(frozen=True)
class Scene:
    session: Session
    today: date
    tz: ZoneInfo
    platforms: Catalogue
    sheets: Sheets
    """The control sheets of the organisation."""
    chosen: Chosen = field(default_factory=Chosen)
    counted: dict[Hashable, Any] = field(default_factory=dict)
    """What was counted already: a page that says a number twice asks for it once."""

    def day(self, at: datetime | None) -> date | None:
        """The day in office time."""
        return clock.local_date(at, self.tz) if at else None

    def morning_of(self, day: date) -> datetime:
        """The moment at which a day begins in the office (UTC)."""
        return clock.day_begins(day, self.tz)

    @cached_property
    def vanished(self) -> frozenset[int]:
        """Ids of the departments in which nobody works any more."""
        return vanished(self.session)

    @cached_property
    def departments(self) -> Sequence[Department]:
        """All departments with their heads, by name; while they are held, an account finds its own without asking."""
        heads = joinedload(Department.head).lazyload(Person.granted)
        return self.session.scalars(select(Department).order_by(Department.name).options(heads)).all()
