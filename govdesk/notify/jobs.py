"""What the worker calls to deliver notices."""

import logging
import smtplib
import time
from collections.abc import Callable

from govdesk import clock
from govdesk.db import Sessions
from govdesk.files import PolicyFiles
from govdesk.notify import outbox
from govdesk.notify.delivery import Delivery, ServerGone
from govdesk.notify.gathering import is_gathering
from govdesk.notify.line import Line
from govdesk.notify.outage import Outage
from govdesk.notify.policy import NoticePolicy, policy_in_force
from govdesk.settings import Settings

log = logging.getLogger(__name__)

GATHERS_FOR = 60.0
"""Seconds for which one run stays until all that belongs into the digests is recorded; the next run waits again."""

Stopping = Callable[[], bool]


def deliver_owed(sessions: Sessions, settings: Settings, stopping: Stopping = lambda: False) -> None:
    """Deliver all that is owed now, over one connection; when told to stop, after the send in hand.

    While the mail server cannot be reached no notice is touched: all of them are tried at the next call.
    """
    line = Line()
    try:
        deliver_over(line, sessions, settings, stopping)
    finally:
        line.close()


def deliver_over(line: Line, sessions: Sessions, settings: Settings, stopping: Stopping) -> None:
    """The same, over a connection that is kept for the next call."""
    if not settings.smtp_url or not _is_owed(sessions):
        line.rest()
        return
    policy = policy_in_force(PolicyFiles(settings.policies))
    while not stopping() and _run(line, sessions, settings, policy, stopping):
        log.info("the mail server is called again")


def _run(line: Line, sessions: Sessions, settings: Settings, policy: NoticePolicy, stopping: Stopping) -> bool:
    """Deliver over one connection; whether another is worth a try, since this one served before it broke."""
    try:
        server = line.open(settings)
    except (OSError, smtplib.SMTPException) as error:
        _outage.holds_up("mail", error)
        return False
    _outage.is_over_for("mail")
    delivery, until = Delivery(sessions, settings, server, policy), clock.ticking() + GATHERS_FOR
    try:
        while not stopping() and (delivery.batch(stopping) or _more_is_coming(sessions, until)):
            pass
    except ServerGone as gone:
        log.warning("the mail server went away in the middle: %s", gone)
        server.close()
        return delivery.sent > 0
    except BaseException:
        server.close()
        raise
    finally:
        delivery.close()
    line.keep(server)
    return False


def _is_owed(sessions: Sessions) -> bool:
    with sessions() as session:
        return outbox.is_owed(session, clock.utcnow())


def _more_is_coming(sessions: Sessions, until: float) -> bool:
    """Whether digests are held back for what another worker is recording just now; after a little while."""
    with sessions() as session:
        if not is_gathering(session, clock.utcnow()) or clock.ticking() >= until:
            return False
    time.sleep(0.1)
    return True


_outage = Outage("the mail server", log)
