"""Working off what one is asked to change, one after another; all that is kept of a sitting stands in its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.queries import MOST_ASKED, of_mine, owed
from govdesk.rotation.rules import SOON_DAYS
from govdesk.rotation.work.queries import all_under_way


@dataclass(frozen=True)
class Sitting:
    """What it is about, in its order, and where its reader is."""

    ids: tuple[int, ...]
    """Of schedules, as they stood when it began."""
    still: tuple[int, ...]
    """Those that are still to be done."""
    here: RotationSchedule | None
    """None at its end."""

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def done(self) -> int:
        return self.total - len(self.still)

    @property
    def place(self) -> int:
        """From 1 on."""
        return self.ids.index(self.here.id) + 1 if self.here is not None else self.total

    @property
    def skip_url(self) -> str:
        """On to the next one; this one stays on the list."""
        return next_url(self.ids, self.here.id if self.here is not None else 0)


def next_url(ids: Sequence[int], after: int) -> str:
    """What comes after one of a sitting."""
    return url_for("rotation.sit", of=in_address(ids), after=after)


def in_address(ids: Sequence[int]) -> str:
    return ",".join(map(str, ids))


def from_address(text: str) -> tuple[int, ...]:
    """What stands in an address, each once; what is no number is passed over."""
    numbers = (int(part) for part in text.split(",") if part.isascii() and part.isdecimal() and len(part) < 10)
    return tuple(dict.fromkeys(numbers))[:MOST_ASKED]


def asked_now(session: Session, person: Person, today: date) -> dict[int, RotationSchedule]:
    """What somebody is asked to change soon and has not yet; the earliest day first."""
    query = of_mine(person, owed(today + timedelta(SOON_DAYS))).limit(MOST_ASKED)
    found = {schedule.id: schedule for schedule in session.scalars(query)}
    works = all_under_way(session, found)
    return {id_: schedule for id_, schedule in found.items() if id_ not in works or not works[id_].waits}


def sit(session: Session, person: Person, ids: tuple[int, ...], *, at: int, after: int, today: date) -> Sitting:
    """Where somebody is: at one they were sent back to, else at the next one behind `after` (0: at the beginning)."""
    mine = asked_now(session, person, today)
    ids = ids or tuple(mine)
    still = tuple(id_ for id_ in ids if id_ in mine)
    behind = ids[ids.index(after) + 1 :] if after in ids else ids
    here = mine[at] if at in still else next((mine[id_] for id_ in behind if id_ in mine), None)
    return Sitting(ids, still, here)
