"""What the sidebar offers; each room adds its own line, each reader sees what they may use."""

from collections.abc import Callable
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
    concerns: Callable[[], bool] | None = None
    """Where it is given, asked on each page whether the entry is for this reader, too."""


@dataclass(frozen=True)
class Link:
    """An entry as this page shows it."""

    label: str
    href: str
    icon: str
    current: bool


_ENTRIES: dict[str, Entry] = {}


def offers(
    label: str,
    endpoint: str,
    *,
    icon: str,
    permission: Permission,
    place: int,
    concerns: Callable[[], bool] | None = None,
) -> None:
    """Add a line to the sidebar of those who hold `permission` and, if that is asked, whom it concerns today."""
    _ENTRIES[endpoint] = Entry(label, endpoint, icon, permission, place, concerns)


def navigation() -> list[Link]:
    """The reader's sidebar."""
    here = request.path
    entries = sorted(_ENTRIES.values(), key=lambda entry: entry.place)
    offered = (e for e in entries if may_in_page(e.permission) and (e.concerns is None or e.concerns()))
    links = [(e, url_for(e.endpoint)) for e in offered]
    current = max(
        (href for _e, href in links if here == href or here.startswith(href.rstrip("/") + "/")),
        key=len,
        default="",
    )
    return [Link(str(e.label), href, e.icon, href == current) for e, href in links]
