"""Whether notices are still being recorded that belong into the same mails as those that are there already."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Gathers = Callable[[Session, datetime], bool]

_GATHERERS: list[Gathers] = []


def gathers_while(is_owed: Gathers) -> None:
    """Let no digest leave while `is_owed`: its room is about to record notices that are due already."""
    _GATHERERS.append(is_owed)


def is_gathering(session: Session, now: datetime) -> bool:
    return any(is_owed(session, now) for is_owed in _GATHERERS)
