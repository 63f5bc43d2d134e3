"""What the worker calls to deliver notices."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import outbox
from govdesk.notify.delivery import Delivery, ServerGone
from govdesk.notify.mailer import open_server
from govdesk.settings import Settings

log = logging.getLogger(__name__)


def deliver_owed(sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False) -> None:
    """Deliver all that is owed now, over one connection; when told to stop, after the send in hand.

    While the mail server cannot be reached no notice is touched: all of them are tried at the next call.
    """
    if not settings.smtp_url or not _is_owed(sessions):
        return
    try:
        server = open_server(settings)
    except (OSError, smtplib.SMTPException) as error:
        _outage.begins(clock.utcnow(), error)
        return
    _outage.ends(clock.utcnow())
    delivery = Delivery(sessions, settings, server)
    try:
        while not stopping() and delivery.batch(stopping):
            pass
    except ServerGone as gone:
        log.warning("the mail server went away in the middle: %s", gone)
    finally:
        delivery.close()


def _is_owed(sessions: Sessions) -> bool:
    with sessions() as session:
        return outbox.is_owed(session, clock.utcnow())


@dataclass
class _Outage:
    """Says once that the mail server is down and once that it is back, not at every tick."""

    began_at: datetime | None = None

    def begins(self, now: datetime, error: Exception) -> None:
        if self.began_at is None:
            self.began_at = now
            log.warning("the mail server cannot be reached, mail waits: %s", error)

    def ends(self, now: datetime) -> None:
        if self.began_at is not None:
            log.info("the mail server is back after %d s", (now - self.began_at).total_seconds())
            self.began_at = None


_outage = _Outage()
