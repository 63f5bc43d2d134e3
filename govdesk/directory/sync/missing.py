"""Who is no longer found: missing at first, a leaver when a second complete run does not find them either."""

from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.directory.actions.leaving import chunks
from govdesk.directory.models import Person, PersonState, WebSession
from govdesk.directory.sync.work import Work


@dataclass
class Absent:
    """Active people whose entries a complete reading did not find."""

    first_time: list[Person] = field(default_factory=list)
    again: list[Person] = field(default_factory=list)


def absent(session: Session, work: Work, unseen: set[str]) -> Absent:
    """Among those known before the reading; who has signed in since is left alone."""
    found = Absent()
    signed_in = select(WebSession.person_id).where(WebSession.created_at > work.now)
    for ids in chunks(sorted(unseen)):
        here = Person.directory_id.in_(ids), Person.state == PersonState.ACTIVE, Person.id.not_in(signed_in)
        for person in session.scalars(select(Person).where(*here)):
            (found.first_time if person.missing_since is None else found.again).append(person)
    return found


def note_missing(session: Session, work: Work, people: list[Person]) -> None:
    for ids in chunks([person.id for person in people]):
        session.execute(update(Person).where(Person.id.in_(ids)).values(missing_since=work.now))


def note_found(session: Session, seen: set[str]) -> set[int]:
    """Whose entry is there again after all; returns them."""
    missing = select(Person.id, Person.directory_id).where(Person.missing_since.is_not(None))
    back = {person for person, known in session.execute(missing) if known in seen}
    for ids in chunks(sorted(back)):
        session.execute(update(Person).where(Person.id.in_(ids)).values(missing_since=None))
    return back
