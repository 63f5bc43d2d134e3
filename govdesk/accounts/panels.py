"""Sections that the rooms above add to an account's page; this room cannot know them."""

from dataclasses import dataclass

from govdesk.access import Permission


@dataclass(frozen=True)
class Panel:
    """A template that draws one section of the page of `account`."""

    template: str
    permission: Permission
    """Asked of the account; who lacks it does not see the section."""


_PANELS: dict[str, Panel] = {}


def adds_panel(template: str, *, permission: Permission) -> None:
    """Show a section on every account's page to those who hold `permission` on it."""
    _PANELS[template] = Panel(template, permission)


def panels() -> list[Panel]:
    """All sections, in the order in which the rooms added them."""
    return list(_PANELS.values())
