"""What endangers the house just now, on every page of those who look after it."""

from collections.abc import Callable

from flask import g
from sqlalchemy.orm import Session

from govdesk.access import Permission
from govdesk.web.guard import may_in_page

Alarm = Callable[[Session], str | None]
"""A sentence while something is wrong; at most one query."""

_ALARMS: list[Alarm] = []


def sounds(alarm: Alarm) -> None:
    """Let `alarm` be heard."""
    _ALARMS.append(alarm)


def alarms() -> list[str]:
    """The sentences for this reader."""
    if not may_in_page(Permission.HOUSE_ALARMS):
        return []
    return [text for alarm in _ALARMS if (text := alarm(g.db))]
