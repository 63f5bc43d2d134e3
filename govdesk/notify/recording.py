"""Recording what became of each mail, at once: on PostgreSQL over one connection that is held for the whole run."""

import contextlib
import time
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from govdesk import clock, db
from govdesk.db import Sessions
from govdesk.notify import outbox, refusals
from govdesk.notify.outcomes import Outcome, Packed

RECORDS_FOR = 15.0
"""Seconds for which a mail that was sent is tried to be recorded while the database is away."""
AWAY = (InterfaceError, OperationalError)


class Recorder:
    """To be closed when the run is over."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._engine = db.autocommitting(sessions)
        self._connection: Connection | None = None

    def record(self, packed: Packed, outcome: Outcome) -> None:
        """A database that comes back soon still learns what was sent, so that it is not sent again."""
        until = clock.ticking() + RECORDS_FOR
        while True:
            try:
                return self._settle(packed, outcome, clock.utcnow())
            except AWAY:
                self.close()
                if clock.ticking() >= until:
                    raise
                time.sleep(0.2)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*AWAY):
                connection.close()

    def _settle(self, packed: Packed, outcome: Outcome, now: datetime) -> None:
        tells_of_address = outcome.blames_address or (packed.is_refused and outcome.sent_at is not None)
        if self._engine is not None and not tells_of_address:
            self._connection = self._connection or self._engine.connect()
            outbox.settle_over(self._connection, packed.claim, outcome, now)
            return
        with self._sessions() as session:
            if outbox.settle(session, packed.claim, outcome, now) and tells_of_address:
                _learn(session, packed, outcome, now)
            session.commit()


def _learn(session: Session, packed: Packed, outcome: Outcome, now: datetime) -> None:
    """What this mail tells of the address it went to."""
    if outcome.blames_address:
        refusals.mark(session, packed.claim.parcel_id, packed.to, outcome.reason or "", now)
    else:
        refusals.clear(session, packed.to)
