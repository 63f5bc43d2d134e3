"""What the worker calls to deliver notices."""

import logging
import smtplib
from collections.abc import Callable

from govdesk import clock
from govdesk.db import Sessions
from govdesk.notify import outbox
from govdesk.notify.delivery import Delivery, ServerGone
from govdesk.notify.mailer import open_server
from govdesk.notify.outage import Outage
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
        _outage.holds_up("mail", error)
        return
    _outage.is_over_for("mail")
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


_outage = Outage("the mail server", log)
