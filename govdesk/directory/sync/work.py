"""What does not change during a run, and the report it fills."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from govdesk import clock
from govdesk.db import Sessions
from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.directory.models import SyncRun
from govdesk.directory.sync.report import SyncReport


class Stopped(Exception):
    """What was read would change more than a sound directory does; the text says what."""


class ReadAll(Exception):
    """Changes alone do not tell enough: everybody has to be read."""


def quiet(_entries: int) -> None:
    """Tell nobody how far the reading is."""


@dataclass
class Work:
    """One run at work."""

    sessions: Sessions
    meaning: Meaning
    roles: RoleMap
    run: SyncRun
    """Its row, stored already."""
    tz: ZoneInfo
    tell: Callable[[int], None] = quiet
    """Hears how many entries were read."""
    report: SyncReport = field(default_factory=SyncReport)
    _began: float = field(default_factory=time.monotonic)

    def start_over(self) -> None:
        """Forget what was found, to read again."""
        self.report = SyncReport()

    @property
    def now(self) -> datetime:
        """The moment of the whole run, for everything it writes."""
        return self.run.began_at

    @property
    def today(self) -> date:
        return clock.local_date(self.now, self.tz)

    @property
    def seconds(self) -> float:
        """How long it has been at work."""
        return time.monotonic() - self._began

    @property
    def moment(self) -> datetime:
        """This moment, as the run's clock goes."""
        return self.now + timedelta(seconds=self.seconds)
