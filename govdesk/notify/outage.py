"""Something that many jobs need is down: said once when it begins and once when it is over, not at every try."""

import logging
import threading
from datetime import datetime

from govdesk import clock


class Outage:
    """Counts who cannot go on without `what`; over when nobody is held up any more."""

    def __init__(self, what: str, log: logging.Logger) -> None:
        self._what, self._log = what, log
        self._began_at: datetime | None = None
        self._held_up: set[str] = set()
        self._taking_turns = threading.Lock()

    def holds_up(self, who: str, error: BaseException | None) -> None:
        """`who` has just tried in vain."""
        with self._taking_turns:
            self._held_up.add(who)
            if self._began_at is None:
                self._began_at = clock.utcnow()
                self._log.warning("%s cannot be used, %s waits: %s", self._what, who, " ".join(str(error).split()))

    def is_over_for(self, who: str) -> None:
        """`who` has just succeeded."""
        with self._taking_turns:
            self._held_up.discard(who)
            if self._began_at is not None and not self._held_up:
                seconds = (clock.utcnow() - self._began_at).total_seconds()
                self._log.info("%s is back after %d s", self._what, seconds)
                self._began_at = None
