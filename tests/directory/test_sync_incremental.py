"""Asking for changes only, of a real server: nothing but the run's own row is written when there are none."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import ldap
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person, PersonState, SyncRun
from govdesk.directory.queries import active_by_login, people_with_role
from govdesk.directory.sync.report import SyncReport
from govdesk.tables import ALL_TABLES
from tests.conftest import NOW
from tests.directory.conftest import run_on
from tests.directory.lab.changes import Delete, Edit, EnterGroup, Join, LeaveGroup, RenameUnit
from tests.directory.lab.model import Person as Entry
from tests.directory.lab.model import Standing
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.ldap.scene import company_of, roles_file, with_files

Run = Callable[..., SyncReport]


@pytest.fixture
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=60) as lab:
        yield lab


@pytest.fixture
def run(lab: OpenLdapLab, session: Session, tmp_path: Path) -> Run:
    """A run `minutes` later; everybody was read once before."""
    files = with_files(tmp_path, roles=roles_file(lab.roles()))
    company = company_of(lab.environment(), policies=files)

    def run(minutes: int, **options: Any) -> SyncReport:
        return run_on(session, company.server, company.roles, now=NOW + timedelta(minutes=minutes), **options)

    assert run(0).full
    return run


def rows(session: Session) -> dict[str, list[Any]]:
    """Everything in the database but the runs."""
    tables = [table for table in ALL_TABLES.sorted_tables if table.name != SyncRun.__tablename__]
    return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}


def test_s8_without_changes_only_the_run_is_written(run: Run, session: Session) -> None:
    before = rows(session)
    report = run(5)
    assert (report.full, report.stopped) == (False, None)
    assert rows(session) == before
    assert len(session.scalars(select(SyncRun)).all()) == 2


def test_s8_a_changed_entry_is_found(run: Run, lab: OpenLdapLab, session: Session) -> None:
    lab.do(Edit("staff-052", {"login": "newlogin", "mails": ("newlogin@awkward.example",)}))
    report = run(5)
    assert (report.full, report.people.changed) == (False, 1)
    assert active_by_login(session, "newlogin") is not None


def test_r4_a_withdrawn_role_is_gone_at_the_next_run(run: Run, lab: OpenLdapLab, session: Session) -> None:
    lab.do(LeaveGroup("govdesk-auditors", "comma"), EnterGroup("govdesk-security", "staff-057"))
    report = run(5)
    assert (report.full, report.groups.left, report.groups.new) == (False, 1, 1)
    assert "jsmith" not in {person.login for person in session.scalars(people_with_role(Role.AUDITOR))}


def test_s8_who_joins_has_the_roles_of_their_groups(run: Run, lab: OpenLdapLab, session: Session) -> None:
    joiner = Entry("joiner", "joyner", "Joy Ner", "Ner", "rnd", mails=("joyner@awkward.example",))
    lab.do(Join(joiner), EnterGroup("comms-vienna", "joiner"))
    report = run(5)
    assert (report.full, report.people.new) == (False, 1)
    joined = active_by_login(session, "joyner")
    assert joined is not None
    assert joined.roles == {Role.COMMS}


def test_s8_who_is_disabled_leaves_at_the_next_run(run: Run, lab: OpenLdapLab, session: Session) -> None:
    lab.do(Edit("staff-003", {"standing": Standing.DISABLED}))
    report = run(5)
    assert (report.full, report.people.left) == (False, 1)


def test_s8_deletions_are_found_by_a_complete_run(run: Run, lab: OpenLdapLab, session: Session) -> None:
    lab.do(Delete("staff-045"))
    assert (run(5).people.missing, run(61).people.missing) == (0, 1)
    confirmed = run(66)  # complete, too, while somebody is missing
    assert (confirmed.full, confirmed.people.left) == (True, 1)
    assert not run(71).full


def test_i3_a_login_that_is_passed_on_is_told_from_one_that_two_have(
    run: Run, lab: OpenLdapLab, session: Session
) -> None:
    heir = Entry("heir", "hharry", "Hannah Harry", "Harry", "sales", mails=("hash@awkward.example",))
    lab.do(Delete("hash"), Join(heir))
    report = run(5)
    assert (report.full, report.people.new, report.people.left) == (True, 1, 1)
    holders = session.scalars(select(Person).where(Person.login_key == "hharry").order_by(Person.id)).all()
    assert [person.state for person in holders] == [PersonState.LEFT, PersonState.ACTIVE]


def test_i2_a_renamed_unit_has_everybody_read_again(run: Run, lab: OpenLdapLab) -> None:
    lab.do(RenameUnit("robotics", "Drones"))
    assert run(5).full
    assert not run(10).full


@pytest.mark.parametrize("why", ["asked", "due"])
def test_everybody_is_read_on_demand_and_when_it_is_time(run: Run, why: str) -> None:
    assert run(5, full=True).full if why == "asked" else run(60).full


def test_another_meaning_of_attributes_has_everybody_read_again(
    run: Run, lab: OpenLdapLab, session: Session, tmp_path: Path
) -> None:
    files = with_files(tmp_path, roles=roles_file(lab.roles()), directory="name: cn")
    company = company_of(lab.environment(), policies=files)
    assert run_on(session, company.server, company.roles, now=NOW + timedelta(minutes=5)).full


def test_what_does_not_concern_us_changes_nobody(run: Run, lab: OpenLdapLab) -> None:
    with lab.slapd.manager() as server:
        for key in [person.key for person in lab.company.people][:30]:
            server.modify_s(lab.dn(key), [(ldap.MOD_REPLACE, "title", b"Clerk")])
    report = run(5)
    assert (report.full, report.people.changed) == (False, 0)


def managers(session: Session) -> dict[int, int | None]:
    return {person.id: person.manager_id for person in session.scalars(select(Person))}


def test_s8_a_manager_whose_entry_is_renamed_stays_the_manager(run: Run, lab: OpenLdapLab, session: Session) -> None:
    before = managers(session)
    lab.do(Edit("head-of-sales", {"name": "Hector Handel", "display": "Hector Handel"}))
    report = run(5)
    assert (report.full, report.people.changed) == (False, 1)
    assert managers(session) == before
    run(65, full=True)
    assert managers(session) == before


def test_s9_whoever_loses_a_manager_is_told_of(run: Run, lab: OpenLdapLab, session: Session) -> None:
    before = managers(session)
    head = active_by_login(session, "hsales")
    assert head is not None
    lab.do(Edit("head-of-sales", {"standing": Standing.DISABLED}))
    report = run(5)
    led = [person for person, manager in before.items() if manager == head.id]
    assert len(led) > 1
    assert report.people.changed == len(report.changes) == len(led) + 1
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "directory:person:led")).all()
    assert {(event.subject_id, tuple(event.fields["manager_id"])) for event in events} == {
        (person, (head.id, None)) for person in led
    }
