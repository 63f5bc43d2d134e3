"""One run over one connection: claim, look again, send, then record.

Sent first and recorded after, so that a worker that dies in between repeats one mail (with the same Message-ID) and
never loses one.
"""

import contextlib
import logging
import smtplib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import outbox, outcomes
from govdesk.notify.mails import mail_of
from govdesk.notify.models import Notice
from govdesk.notify.outbox import Claim
from govdesk.notify.outcomes import Outcome, Parcel
from govdesk.notify.recipients import NotWanted, Unreachable, address_of
from govdesk.settings import Settings

log = logging.getLogger(__name__)


class ServerGone(Exception):
    """The mail server went away; nothing more can be sent in this run."""


@dataclass(frozen=True)
class Delivery:
    """Sends notices until none is owed or the server is gone."""

    sessions: Sessions
    settings: Settings
    server: smtplib.SMTP

    def batch(self, stopping: Callable[[], bool]) -> bool:
        """Deliver some of what is owed; False when nothing was. Raises ServerGone."""
        with self.sessions() as session:
            claims = deque(outbox.claim(session, clock.utcnow()))
            session.commit()
        found = bool(claims)
        try:
            while claims and not stopping() and claims[0].is_usable(clock.utcnow()):
                self._deliver(claims.popleft())
        finally:
            self._give_back(claims)
        return found

    def close(self) -> None:
        """Say goodbye; a server that is gone need not hear it."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.server.quit()
        self.server.close()

    def _give_back(self, claims: deque[Claim]) -> None:
        if claims:
            with self.sessions() as session:
                for claim in claims:
                    outbox.settle(session, claim, outcomes.UNTRIED)
                session.commit()

    def _deliver(self, claim: Claim) -> None:
        with self.sessions() as session:
            notice = outbox.claimed(session, claim)
            packed = self._packed(session, notice) if notice else None
        if packed is None:
            return  # our claim ran out, and somebody else has it
        outcome = self._send(packed) if isinstance(packed, Parcel) else packed
        with self.sessions() as session:
            outbox.settle(session, claim, outcome)
            session.commit()
        if outcome.server_gone:
            raise ServerGone(outcome.values["last_error"])

    def _packed(self, session: Session, notice: Notice) -> Parcel | Outcome:
        """The mail to send, or what becomes of a notice for which there is none."""
        now = clock.utcnow()
        try:
            to = address_of(notice)
            mail = mail_of(session, notice, to, self.settings, now)
        except NotWanted as error:
            log.info("notice %s is cancelled: %s", notice.key, error)
            return outcomes.CANCELLED
        except Unreachable as error:
            log.warning("notice %s reaches nobody: %s", notice.key, error)
            return outcomes.failed(str(error))
        except DBAPIError:  # nothing is wrong with the notice
            raise
        except Exception as error:
            log.exception("notice %s cannot be written", notice.key)
            return outcomes.put_off(notice.due_at, notice.attempts, f"cannot be written: {error!r}", now)
        if mail is None:
            return outcomes.CANCELLED
        return Parcel(notice.key, to.addr_spec, mail, notice.due_at, notice.attempts)

    def _send(self, parcel: Parcel) -> Outcome:
        try:
            self.server.send_message(parcel.mail, to_addrs=[parcel.to])
        except (OSError, smtplib.SMTPException) as error:
            outcome = outcomes.refused(parcel, error, clock.utcnow())
            log.warning("notice %s was not sent, it is now %s: %s", parcel.key, outcome.state, outcome.values)
            return outcome
        return outcomes.sent(clock.utcnow())
