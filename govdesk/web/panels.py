"""Sections that rooms add to the page of a thing whose own room cannot know them: it stands below them."""

from dataclasses import dataclass

from govdesk.access import Permission


@dataclass(frozen=True)
class Panel:
    """A template that draws one section of a page."""

    template: str
    permission: Permission
    """Asked of what the page is about; who lacks it does not see the section."""
    place: int
    """Order on the page."""


_PANELS: dict[str, dict[str, Panel]] = {}


def adds_panel(template: str, *, to: str, permission: Permission, place: int = 50) -> None:
    """Show a section on each page of `to` ("account", "person") to those who hold `permission` on its subject.

    The template finds the subject under that name.
    """
    _PANELS.setdefault(to, {})[template] = Panel(template, permission, place)


def panels_of(to: str) -> list[Panel]:
    """All sections of such a page, in their order."""
    return sorted(_PANELS.get(to, {}).values(), key=lambda panel: panel.place)
