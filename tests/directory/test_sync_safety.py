"""A directory that suddenly tells of many leavers, or of nobody, is not believed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.audit.models import AuditEvent
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import RoleMap
from govdesk.directory.ldap.packing import Row
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person, PersonRole, RunState, SyncRun
from govdesk.directory.rules import SHOWS_NOBODY
from tests.conftest import NOW
from tests.directory.conftest import BASE, COMMS, ListedReading, Listing, entry, run, run_on

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
    """Whoever started the run says so: a command on its terminal, the worker in the log."""
    report = run(session, *leavers(5), entry("newcomer"))
    assert report.stopped == "5 of 40 active people would become leavers at once"
    assert (report.people.new, report.people.left, employed(session)) == (0, 0, 40)
    assert session.scalars(select(AuditEvent)).all() == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_directory_that_shows_nobody_is_not_believed(session: Session, staff: list[Entry]) -> None:
    assert run(session).stopped == SHOWS_NOBODY
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


def test_s4_force_lifts_the_threshold(session: Session, staff: list[Entry]) -> None:
    report = run(session, *leavers(20), force=True)
    assert (report.stopped, report.people.left, employed(session)) == (None, 20, 20)


def test_s4_force_does_not_lift_an_empty_reading(session: Session, staff: list[Entry]) -> None:
    assert run(session, force=True).stopped == SHOWS_NOBODY
    assert employed(session) == 40


def test_s4_many_who_are_missing_stop_a_run_too(session: Session, staff: list[Entry]) -> None:
    assert run(session, *staff[5:]).stopped == "5 of 40 active people would become leavers at once"
    assert session.scalars(select(Person).where(Person.missing_since.is_not(None))).all() == []


def test_s4_who_went_missing_by_force_is_confirmed_without_it(session: Session, staff: list[Entry]) -> None:
    assert run(session, *staff[5:], force=True).people.missing == 5
    report = run_on(session, Listing(staff[5:]), now=NOW + timedelta(hours=1))
    assert (report.stopped, report.people.left) == (None, 5)


def test_s4_a_department_that_leaves_stops_a_run(session: Session) -> None:
    office = [entry(f"o{number}", ou="Office") for number in range(6)]
    others = [entry(f"p{number}", ou="Elsewhere") for number in range(60)]
    run(session, *office, *others)
    shut = [entry(f"o{number}", ou="Office", **LOCKED) for number in range(6)]
    assert run(session, *shut, *others).stopped == "6 of 6 active people of Office would become leavers at once"


def test_s5_a_role_group_that_empties_at_once_stops_a_run(session: Session) -> None:
    run(session, entry("ada", memberof=COMMS), entry("olu", memberof=COMMS), entry("mei"))
    report = run(session, entry("ada"), entry("olu"), entry("mei"))
    assert report.stopped == f"2 of 2 people would lose the roles of {COMMS} at once"
    assert len(session.scalars(select(PersonRole)).all()) == 2


def test_r8_the_role_of_a_group_that_is_not_found_stays(session: Session) -> None:
    run(session, entry("ada", memberof=COMMS))

    class Hiding(ListedReading):
        def entry(self, *_: object) -> Entry | None:
            return None

    class Hidden(Listing):
        @contextmanager
        def reading(self) -> Iterator[Reading]:
            yield Hiding(self.entries)

    report = run_on(session, Hidden([entry("ada", memberof=COMMS)]))
    assert report.alarms == [f"the group {COMMS} is not found: who has a role from it keeps it"]
    assert [grant.role for grant in session.scalars(select(PersonRole))] == [Role.COMMS]


def test_r8_the_last_administrator_stays(session: Session) -> None:
    roles = RoleMap({COMMS: [Role.ADMIN]}, BASE)
    server = Listing([entry("ada", memberof=COMMS), entry("olu")])
    run_on(session, server, roles)
    report = run_on(session, Listing([entry("ada"), entry("olu")]), roles)
    assert report.alarms == ["nobody would be administrator any more: who was, still is"]
    assert [grant.role for grant in session.scalars(select(PersonRole))] == [Role.ADMIN]


def test_s9_a_rehearsal_tells_and_changes_nothing(session: Session, staff: list[Entry]) -> None:
    report = run_on(session, Listing([*leavers(1), entry("newcomer")]), rehearse=True)
    assert {(line["what"], line["login"]) for line in report.changes} == {("new", "newcomer"), ("left", "p0")}
    assert employed(session) == 40
    assert session.scalars(select(AuditEvent)).all() == []
    stored = session.scalars(select(SyncRun).where(SyncRun.is_rehearsal)).one()
    assert (stored.state, stored.changes, stored.mark) == (RunState.DONE, report.changes, {})


def test_every_run_leaves_a_row(session: Session, staff: list[Entry]) -> None:
    run(session, *leavers(5))
    done, stopped = session.scalars(select(SyncRun).order_by(SyncRun.id)).all()
    assert (done.state, done.server, done.report["people"]["new"]) == (RunState.DONE, "ldap://nowhere", 40)
    assert (stopped.state, stopped.report["people"]["left"]) == (RunState.STOPPED, 0)
    assert stopped.reason == "5 of 40 active people would become leavers at once"
    assert {line["why"] for line in stopped.changes} == {"disabled in the directory"}
