"""One run over one connection: claim, look again, send, then record.

Sent first and recorded after, each mail for itself, so that a worker that dies in between repeats one mail (with the
same Message-ID) and never loses one.
"""

import contextlib
import logging
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import outbox, outcomes
from govdesk.notify.checking import LastLook
from govdesk.notify.claims import Claim
from govdesk.notify.handing import hand_over
from govdesk.notify.outcomes import Outcome, Packed
from govdesk.notify.pace import Pace
from govdesk.notify.policy import NoticePolicy
from govdesk.notify.recording import AWAY, Recorder
from govdesk.settings import Settings

log = logging.getLogger(__name__)


class ServerGone(Exception):
    """The mail server went away; the rest needs another connection."""


@dataclass
class Delivery:
    """Sends mails until none is owed or the server is gone."""

    sessions: Sessions
    settings: Settings
    server: smtplib.SMTP
    policy: NoticePolicy
    pace: Pace = field(default_factory=Pace)
    sent: int = 0
    """How many went out over this connection."""

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.sessions)

    def close(self) -> None:
        self._recorder.close()

    def batch(self, stopping: Callable[[], bool]) -> bool:
        """Deliver some of what is owed; False when there was nothing to take. Raises ServerGone."""
        with self.sessions() as session:
            now, tz = clock.utcnow(), self.settings.timezone
            claims = outbox.claim(session, now, tz, self.pace.to_claim, self.policy.quiet)
            session.commit()
        in_hand = dict.fromkeys(claims)
        try:
            while in_hand and not stopping() and next(iter(in_hand)).is_usable(clock.utcnow()):
                self._deliver(in_hand, stopping)
        finally:
            self._give_back(in_hand)
        return bool(claims)

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
            self._recorder.record(one, outcome)
            if outcome.server_gone:
                raise ServerGone(outcome.reason)

    def _look_at(self, claims: Sequence[Claim]) -> list[Packed]:
        with self.sessions() as session:
            packed = LastLook(session, self.settings, clock.utcnow(), self.policy.may_be_left).at(claims)
            session.commit()
        return packed

    def _send(self, packed: Packed) -> Outcome:
        began = clock.ticking()
        try:
            hand_over(self.server, self.settings.envelope_from, packed.to, packed.content)
        except (OSError, smtplib.SMTPException) as error:
            outcome = outcomes.refused(packed, error, clock.utcnow())
            log.warning("%s not sent, now %s: %s", " ".join(packed.keys[:5]), outcome.state, outcome.reason)
            return outcome
        self.pace.learn(clock.ticking() - began)
        self.sent += 1
        return outcomes.sent(clock.utcnow())

    def _give_back(self, claims: dict[Claim, None]) -> None:
        # When the database is away, their time runs out by itself.
        if not claims:
            return
        with contextlib.suppress(*AWAY), self.sessions() as session:
            outbox.give_back(session, claims)
            session.commit()
