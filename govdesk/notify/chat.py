"""Telling chat rooms, through Apprise: only what everybody in the room may read, which is a headline and a link."""

import logging

from govdesk.notify.calling import NotPosted
from govdesk.notify.models import Notice
from govdesk.settings import Settings

KINDS = {
    "breakglass",
    "impostor_reported",
    "incident_opened",
    "incident_suspected",
    "leaver_exposure",
    "policy_broken",
    "sync_alarm",
    "sync_concern",
}
"""Alarms and tasks of a whole team."""


def room_key(notice: Notice) -> str:
    """The same for all who are told of it: a key ends with its recipient."""
    return notice.key.rpartition(":")[0] or notice.key


def post(notice: Notice, settings: Settings) -> None:
    """Raises NotPosted when a room did not take it, or Apprise is not installed."""
    try:
        import apprise
    except ImportError:
        raise NotPosted("Apprise is missing: pip install govdesk[chat]") from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its words can hold addresses
    rooms = apprise.Apprise()
    for url in settings.chat_urls.get_secret_value().split():
        rooms.add(url)
    link = f"{settings.base_url}{notice.path}" if notice.path else settings.base_url
    if not rooms.notify(title=notice.title or "Govdesk", body=link or "-"):
        raise NotPosted("a chat room did not take it")
