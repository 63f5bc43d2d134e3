"""One run over one connection: claim, look again, send, then record.

Sent first and recorded after, each mail for itself, so that a worker that dies in between repeats one mail (with the
same Message-ID) and never loses one.
"""

import contextlib
import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import InterfaceError, OperationalError

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import outbox, outcomes
from govdesk.notify.checking import LastLook
from govdesk.notify.claims import Claim
from govdesk.notify.outcomes import Outcome, Packed
from govdesk.notify.pace import Pace
from govdesk.notify.quiet import Hours
from govdesk.settings import Settings

log = logging.getLogger(__name__)

RECORDS_FOR = 15.0
"""Seconds for which a mail that was sent is tried to be recorded while the database is away."""
AWAY = (InterfaceError, OperationalError)


class ServerGone(Exception):
    """The mail server went away; the rest needs another connection."""


@dataclass
class Delivery:
    """Sends mails until none is owed or the server is gone."""

    sessions: Sessions
    settings: Settings
    server: smtplib.SMTP
    quiet: Hours | None = None
    pace: Pace = field(default_factory=Pace)
    sent: int = 0
    """How many went out over this connection."""

    def batch(self, stopping: Callable[[], bool]) -> bool:
        """Deliver some of what is owed; False when there was nothing to take. Raises ServerGone."""
        with self.sessions() as session:
            now, tz = clock.utcnow(), self.settings.timezone
            claims = outbox.claim(session, now, tz, self.pace.to_claim, self.quiet)
            session.commit()
        in_hand = dict.fromkeys(claims)
        try:
            while in_hand and not stopping() and next(iter(in_hand)).is_usable(clock.utcnow()):
                self._deliver(in_hand, stopping)
        finally:
            self._give_back(in_hand)
        return bool(claims)

    def close(self) -> None:
        """Say goodbye; a server that is gone need not hear it."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.server.quit()
        self.server.close()

    def _deliver(self, in_hand: dict[Claim, None], stopping: Callable[[], bool]) -> None:
        """Look at the first few and send them; what is settled is in hand no more."""
        some = list(in_hand)[: self.pace.to_look_at]
        packed = self._look_at(some)
        for claim in set(some) - {one.claim for one in packed}:
            del in_hand[claim]  # nothing is left to say, or our time ran out and somebody else has it
        for one in packed:
            if stopping():
                return
            del in_hand[one.claim]  # from here on only what the server says counts
            outcome = self._send(one)
            self._record(one.claim, outcome)
            if outcome.server_gone:
                raise ServerGone(outcome.reason)

    def _look_at(self, claims: Sequence[Claim]) -> list[Packed]:
        with self.sessions() as session:
            packed = LastLook(session, self.settings, clock.utcnow()).at(claims)
            session.commit()
        return packed

    def _send(self, packed: Packed) -> Outcome:
        began = clock.ticking()
        try:
            self.server.sendmail(self.settings.mail_from, [packed.to], packed.content)
        except (OSError, smtplib.SMTPException) as error:
            outcome = outcomes.refused(packed, error, clock.utcnow())
            log.warning("%s not sent, now %s: %s", " ".join(packed.keys[:5]), outcome.state, outcome.reason)
            return outcome
        self.pace.learn(clock.ticking() - began)
        self.sent += 1
        return outcomes.sent(clock.utcnow())

    def _record(self, claim: Claim, outcome: Outcome) -> None:
        """A database that comes back soon still learns what was sent, so that it is not sent again."""
        until = clock.ticking() + RECORDS_FOR
        while True:
            try:
                with self.sessions() as session:
                    outbox.settle(session, claim, outcome, clock.utcnow())
                    session.commit()
                return
            except AWAY:
                if clock.ticking() >= until:
                    raise
                time.sleep(0.2)

    def _give_back(self, claims: dict[Claim, None]) -> None:
        # When the database is away, their time runs out by itself.
        if not claims:
            return
        with contextlib.suppress(*AWAY), self.sessions() as session:
            outbox.give_back(session, claims)
            session.commit()
