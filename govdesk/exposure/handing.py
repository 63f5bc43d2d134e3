"""Who has what a line of the access list is about, and who has it no longer once the line says something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts import heeding
from govdesk.accounts.models import Custodianship
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.exposure.models import Held, Line
from govdesk.exposure.reading import holder_of
from govdesk.exposure.surviving import is_unsaid, known_still


@dataclass(frozen=True)
class Holder:
    """A person or an agency; neither where nobody knows who it is."""

    person: Person | None = None
    agency: str | None = None

    @property
    def key(self) -> str | None:
        """What tells one from another: agencies by their names, however they are written."""
        return holder_of(self.person, self.agency)


NOBODY_KNOWN = Holder()


@dataclass(frozen=True)
class Hold:
    """What somebody knows of a line, and who they are; taken before the line changes, and after."""

    known: Touched | None
    """None: they know nothing once they have it no longer."""
    is_unsaid: bool
    holders: tuple[Holder, ...]

    @classmethod
    def of(cls, line: Any) -> Self:
        return cls(known_still(line), isinstance(line, Held) and is_unsaid(line), tuple(_holders_of(line)))

    def lost(self, after: Self) -> Sequence[Holder]:
        """Who knows something still that is theirs no longer.

        A line that is about another thing now takes the former one from all who had it, unless nobody had said what
        that was.
        """
        if self.known is None:
            return ()
        is_another = after.known is None or after.known.credential != self.known.credential
        if is_another and not self.is_unsaid:
            return self.holders
        remaining = {holder.key for holder in after.holders}
        return [holder for holder in self.holders if holder.key not in remaining]


def tell_lost(
    session: Session, line: Line, before: Hold, holders: Sequence[Holder], *, by: Actor, now: datetime, today: date
) -> bool:
    """Let the other rooms hear who of `holders` knows something still; gives whether anybody does."""
    if before.known is None:
        return False
    for number, holder in enumerate(holders):
        # Handed on, back and on again: each time is one.
        occasion = f"{line.__tablename__}:{line.id}:{number}:{now.isoformat()}"
        known = (before.known,)
        heeding.exposed(
            session,
            heeding.Exposed(line.account, known, occasion, by, now, today, holder.person, holder.agency),
        )
    return bool(holders)


def _holders_of(line: Line | Custodianship) -> Iterator[Holder]:
    names = ("holder", "backup") if isinstance(line, Held) else ("person",)
    people = (getattr(line, name, None) for name in names)
    yield from (Holder(person) for person in people if person is not None)
    if agency := getattr(line, "agency", None):
        yield Holder(agency=agency)
