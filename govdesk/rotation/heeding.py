"""Rooms above that want to know at once that a credential was changed."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from govdesk.rotation.models import Rotation

Heeding = Callable[[Session, Rotation], None]
"""`heed(session, rotation)`, in the transaction in which it is recorded."""

_HEEDING: list[Heeding] = []


def when_recorded(heed: Heeding) -> None:
    """Call `heed` whenever somebody has put on record that a credential was changed."""
    _HEEDING.append(heed)


def recorded(session: Session, rotation: Rotation) -> None:
    """Tell all who want to know."""
    for heed in _HEEDING:
        heed(session, rotation)
