"""Several requests of a new person at once make one row, and none of them fails."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.directory.actions import people
from govdesk.directory.ldap.entries import PersonFacts, person_facts
from govdesk.directory.models import Department, Person
from tests.conftest import NOW
from tests.directory.conftest import ROLES, Listing, entry

FACTS = person_facts(entry("ada", ou="Press"), Listing([]).meaning)


def keep(session: Session) -> Person:
    return people.keep_person(session, FACTS, ROLES, now=NOW, today=NOW.date())[0]


@pytest.mark.parametrize("finder", ["person_of", "department_by_name"])
def test_who_was_made_by_another_request_meanwhile_is_found(
    session: Session, monkeypatch: pytest.MonkeyPatch, finder: str
) -> None:
    first, find, looks = keep(session), getattr(people, finder), []

    def too_early(session: Session, wanted: PersonFacts | str) -> Person | Department | None:
        looks.append(wanted)
        found: Person | Department | None = find(session, wanted)
        return None if len(looks) == 1 else found

    monkeypatch.setattr(people, finder, too_early)
    assert keep(session) is first
    assert len(looks) == 2
    assert session.scalar(select(func.count(Person.id))) == session.scalar(select(func.count(Department.id))) == 1
