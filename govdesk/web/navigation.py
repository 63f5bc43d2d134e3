"""What the sidebar offers; each room adds its own line, each reader sees what they may use."""

from dataclasses import dataclass

from flask import request, url_for

from govdesk.access import Permission
from govdesk.web.guard import may_in_page


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar."""

    label: str
    endpoint: str
    icon: str
    permission: Permission
    place: int
    """Order in the sidebar."""


@dataclass(frozen=True)
class Link:
    """An entry as this page shows it."""

    label: str
    href: str
    icon: str
    current: bool


_ENTRIES: dict[str, Entry] = {}


def offers(label: str, endpoint: str, *, icon: str, permission: Permission, place: int) -> None:
    """Add a line to the sidebar of those who hold `permission`."""
    _ENTRIES[endpoint] = Entry(label, endpoint, icon, permission, place)


def navigation() -> list[Link]:
    """The reader's sidebar."""
    here = request.path
    entries = sorted(_ENTRIES.values(), key=lambda entry: entry.place)
    links = [(e, url_for(e.endpoint)) for e in entries if may_in_page(e.permission)]
    current = max(
        (href for _e, href in links if here == href or here.startswith(href.rstrip("/") + "/")),
        key=len,
        default="",
    )
    return [Link(str(e.label), href, e.icon, href == current) for e, href in links]
