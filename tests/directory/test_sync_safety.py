"""A directory that suddenly tells of many leavers, or of nobody, is not believed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.ldap.entries import Entry
from govdesk.directory.ldap.line import Row
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person
from tests.directory.conftest import ListedReading, Listing, entry, run, run_on

LOGINS = [f"p{number}" for number in range(40)]
LOCKED = {"pwdaccountlockedtime": "000001010000Z"}


@pytest.fixture
def staff(session: Session) -> list[Entry]:
    entries = [entry(login) for login in LOGINS]
    assert run(session, *entries).people.new == 40
    return entries


def leavers(count: int) -> list[Entry]:
    return [entry(login, **(LOCKED if n < count else {})) for n, login in enumerate(LOGINS)]


def employed(session: Session) -> int:
    session.expire_all()
    return sum(person.is_employed for person in session.scalars(select(Person)))


def test_a_tenth_of_the_people_may_leave_at_once(session: Session, staff: list[Entry]) -> None:
    assert run(session, *leavers(4)).people.left == 4
    assert employed(session) == 36


def test_more_than_a_tenth_leaves_all_as_it_was(
    session: Session, staff: list[Entry], caplog: pytest.LogCaptureFixture
) -> None:
    report = run(session, *leavers(5), entry("newcomer"))
    assert report.stopped == "5 of 40 active people would become leavers at once"
    assert (report.people.new, report.people.left, employed(session)) == (0, 0, 40)
    assert session.scalars(select(AuditEvent)).all() == []
    assert [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR] == [
        f"people were not brought up to date: {report.stopped}"
    ]


def test_a_directory_that_shows_nobody_is_not_believed(session: Session, staff: list[Entry]) -> None:
    assert run(session).stopped == "the directory shows nobody, though people are known"
    assert employed(session) == 40


def test_an_empty_directory_is_believed_where_nobody_is_known(session: Session) -> None:
    assert run(session).stopped is None


def test_a_reading_that_breaks_off_changes_nothing(session: Session, staff: list[Entry]) -> None:
    class Breaking(ListedReading):
        def people(self, wanted: str, attributes: list[str]) -> Iterator[list[Row]]:
            yield from super().people(wanted, attributes)
            raise DirectoryUnreachable("gone")

    class Broken(Listing):
        @contextmanager
        def reading(self) -> Iterator[Reading]:
            yield Breaking([entry("newcomer")])

    with pytest.raises(DirectoryUnreachable):
        run_on(session, Broken([]))
    assert employed(session) == 40
