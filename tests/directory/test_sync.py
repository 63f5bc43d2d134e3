"""Bringing people up to date, from a real directory."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.demo.cast import COMMS, OFFICE
from govdesk.demo.company import company
from govdesk.directory.company import Company
from govdesk.directory.models import Department, Person, PersonState, WebSession
from govdesk.directory.queries import active_by_login, department_by_name, people_with_role
from govdesk.directory.sync.report import SyncReport
from tests.conftest import NOW
from tests.directory.conftest import run_on
from tools.servers.slapd import Slapd

ADA = "uid=ada,ou=National Oceanic and Atmospheric Administration (NOAA),ou=people,dc=commerce,dc=example"


@pytest.fixture
def report(session: Session, directory: Company) -> SyncReport:
    return run(session, directory)


def run(session: Session, directory: Company, now: datetime = NOW) -> SyncReport:
    return run_on(session, directory.server, directory.roles, now=now)


def test_the_people_are_those_of_the_company(session: Session, report: SyncReport) -> None:
    truth = {p.login: (p.name, p.department, p.disabled) for p in company().people}
    people = session.scalars(select(Person)).all()
    found = {p.login: (p.name, p.department and p.department.name, not p.is_employed) for p in people}
    assert found == truth
    assert (report.people.seen, report.people.new) == (len(truth), len(truth))


def test_a_second_run_changes_nothing(session: Session, directory: Company, report: SyncReport) -> None:
    again = run(session, directory)
    assert (again.people.new, again.people.changed, again.people.left) == (0, 0, 0)
    assert again.departments.new == 0


def test_departments_know_their_parent_head_and_mailbox(session: Session, report: SyncReport) -> None:
    for truth in company().departments:
        department = department_by_name(session, truth.name)
        assert department is not None
        assert (department.parent and department.parent.name) == truth.parent
        assert (department.head and department.head.login) == truth.head
        assert department.mailbox == truth.mailbox


def test_managers_are_found_by_their_entry(session: Session, report: SyncReport) -> None:
    truth = {p.login: p.manager for p in company().people}
    found = {p.login: p.manager and p.manager.login for p in session.scalars(select(Person))}
    assert found == truth


def test_group_members_get_their_role_and_look_alikes_do_not(session: Session, report: SyncReport) -> None:
    holders = {p.login for p in session.scalars(people_with_role(Role.COMMS))}
    groups = {COMMS, OFFICE}  # the one is a member of the other
    truth = {p.login for p in company().people if groups.intersection(p.groups) and not p.disabled}
    assert holders == truth
    assert "grace" in holders


def test_who_is_disabled_is_a_leaver_and_out_at_once(
    session: Session, directory: Company, report: SyncReport, slapd: Slapd
) -> None:
    ada = active_by_login(session, "ada")
    assert ada is not None
    session.add(WebSession(token_hash="x", person_id=ada.id, address="", agent="", created_at=NOW, seen_at=NOW))
    session.commit()
    slapd.modify(f"dn: {ADA}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n")
    try:
        again = run(session, directory, NOW + timedelta(hours=1))
    finally:
        slapd.modify(f"dn: {ADA}\nchangetype: modify\ndelete: pwdAccountLockedTime\n")
    assert again.people.left == 1
    assert (ada.state, ada.left_on) == (PersonState.DISABLED, NOW.date())
    session.expire_all()
    assert session.scalars(select(WebSession)).one().ended_at == datetime(2027, 3, 1, 10, 30, tzinfo=UTC)


def test_a_changed_name_is_the_same_person(
    session: Session, directory: Company, report: SyncReport, slapd: Slapd
) -> None:
    before = session.scalar(select(func.count(Person.id)))
    slapd.modify(f"dn: {ADA}\nchangetype: modify\nreplace: displayName\ndisplayName: Ada Lovelace\n")
    try:
        again = run(session, directory)
    finally:
        slapd.modify(f"dn: {ADA}\nchangetype: modify\nreplace: displayName\ndisplayName: Ada Okoro\n")
    assert (again.people.new, again.people.changed) == (0, 1)
    assert session.scalar(select(func.count(Person.id))) == before


def test_departments_that_only_hold_groups_are_none(session: Session, report: SyncReport) -> None:
    names = set(session.scalars(select(Department.name)))
    assert names == {d.name for d in company().departments}
