"""What the worker calls to keep people as the directory has them."""

import logging
from collections.abc import Callable

from govdesk import clock
from govdesk.db import Sessions
from govdesk.directory.company import Company
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.sync.records import AlreadyRunning
from govdesk.directory.sync.run import synchronise
from govdesk.settings import Settings

log = logging.getLogger(__name__)


def bring_people_up_to_date(
    sessions: Sessions, settings: Settings, stopping: Callable[[], bool] = lambda: False
) -> None:
    """Let leavers and withdrawn roles take effect here; nothing without a directory, nothing while it is down."""
    if not settings.ldap_uri or stopping():
        return
    company = Company.of(settings)
    try:
        report = synchronise(sessions, company.server, company.roles, now=clock.utcnow(), tz=settings.timezone)
    except DirectoryUnreachable as error:
        log.warning("the directory cannot be used, people stay as they are: %s", error)
    except AlreadyRunning:
        log.info("people are being brought up to date already")
    else:
        if report.stopped:
            log.error("people were not brought up to date: %s", report.stopped)
