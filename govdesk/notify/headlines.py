"""What the pages and the other channels say of a notice whose mail has not left, or cannot."""

import logging
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.notify.kinds import kind_of
from govdesk.notify.letters import Voice
from govdesk.notify.models import Notice
from govdesk.settings import Settings

log = logging.getLogger(__name__)


def put_in_pages(session: Session, notice: Notice, settings: Settings, now: datetime) -> bool:
    """Give it the headline and the page of its mail; False when it does not matter any more, or cannot be written."""
    try:
        names = kind_of(notice).letter(session, notice)
        if names is None:
            return False
        voice = Voice(settings.base_url or "", clock.local_date(now, settings.timezone), "")
        notice.title, notice.path = voice.title(notice, names)[:300], names.get("path")
    except DBAPIError:  # nothing is wrong with the notice
        raise
    except Exception:
        log.exception("notice %s has no headline", notice.key)
        return False
    return True
