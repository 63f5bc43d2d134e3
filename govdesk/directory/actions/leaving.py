"""Out at once: the sessions of people who have left, or whose access is taken away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk.directory.models import Person, WebSession

Item = TypeVar("Item")

AT_ONCE = 500
"""Ids in one statement."""


def end_sessions(session: Session, person: Person, *, now: datetime) -> None:
    """End all sessions of a person, at once."""
    end_sessions_of(session, [person.id], now=now)


def end_sessions_of(session: Session, people: Iterable[int], *, now: datetime) -> None:
    """The same of many, by their ids."""
    for ids in chunks(sorted(people)):
        ending = update(WebSession).where(WebSession.person_id.in_(ids), WebSession.ended_at.is_(None))
        session.execute(ending.values(ended_at=now))


def chunks(items: Sequence[Item], size: int = AT_ONCE) -> Iterator[Sequence[Item]]:
    """The items, at most `size` at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
