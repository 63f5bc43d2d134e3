"""What the worker calls: files that changed become versions, and old drafts are forgotten."""

import logging
from collections.abc import Callable

from govdesk import clock
from govdesk.db import Sessions
from govdesk.desk.types.drafts import forget_old_drafts
from govdesk.desk.types.versions import publish_files
from govdesk.errors import Conflict
from govdesk.files import FileError, PolicyFiles
from govdesk.settings import Settings

log = logging.getLogger(__name__)


def keep_types(sessions: Sessions, settings: Settings, _stopping: Callable[[], bool] = lambda: False) -> None:
    """A file that cannot be used changes nothing; what is in force stays so."""
    now = clock.utcnow()
    with sessions() as session:
        forget_old_drafts(session, now)
        session.commit()
        try:
            list(publish_files(session, PolicyFiles(settings.policies), now=now))
        except FileError as error:
            log.error("the request types in force stay: %s", error)
        except Conflict:
            session.rollback()  # another worker made the version at this moment
        session.commit()
