"""What Govdesk knows of the awkward company is the truth, on every kind of server, before and after a night."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.directory.days import Days, Lab, live, unlike
from tests.directory.lab.dirsrv import dirsrv
from tests.directory.lab.openldap import openldap
from tests.directory.lab.samba import samba
from tools.servers.samba import obstacle

SERVERS = [
    "openldap",
    pytest.param(
        "samba", marks=[pytest.mark.samba, pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "it runs")]
    ),
    pytest.param("dirsrv", marks=[pytest.mark.dirsrv, pytest.mark.chaos]),
]


@pytest.fixture(scope="module", params=SERVERS)
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    match request.param:
        case "samba":
            with samba(request.getfixturevalue("kept_domains")) as on_ad:
                yield on_ad
        case "dirsrv":
            with dirsrv(ordinary=60) as on_dirsrv:
                yield on_dirsrv
        case _:
            with openldap(ordinary=60) as on_openldap:
                yield on_openldap


@pytest.fixture(scope="module")
def days(lab: Lab, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    folder: Path = tmp_path_factory.mktemp("policies")
    with engine.connect() as connection, connection.begin() as transaction:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield live(lab, session, folder)
        transaction.rollback()


def test_s1_the_first_day_is_the_truth(days: Days) -> None:
    assert unlike(days.first) == {}
    assert days.first.nobodys == []


def test_s1_the_second_day_is_the_truth(days: Days) -> None:
    assert unlike(days.confirmed) == {}
    assert days.confirmed.nobodys == []


@pytest.mark.parametrize("which", ["again", "once_more"])
def test_s1_a_run_without_changes_changes_nobody(days: Days, which: str) -> None:
    report = getattr(days, which).report
    assert (report.people.new, report.people.changed, report.groups.new, report.groups.left) == (0, 0, 0, 0)


def test_i2_renamed_and_moved_people_are_the_same(days: Days) -> None:
    stayed = days.first.rows.keys() & days.second.rows.keys()
    assert {key: days.first.rows[key] for key in stayed} == {key: days.second.rows[key] for key in stayed}
    assert days.second.report.people.new == len(days.second.truth.keys() - days.first.truth.keys())


def test_i3_a_login_and_mail_given_to_somebody_else_are_a_new_person(days: Days) -> None:
    former, heir = days.second.people["hash"], days.second.people["heir"]
    assert (former.login, former.state) == (heir.login, "left")
    assert heir.state == "active"
    assert days.second.rows["hash"] != days.second.rows["heir"]


def test_i5_twins_are_people_of_their_own(days: Days) -> None:
    twins = ["composed", "decomposed", "sharp-s", "double-s", "turkish-dotted", "turkish-dotless"]
    assert len({days.first.rows[key] for key in twins}) == len(twins)


def test_s7_who_is_missing_leaves_only_when_a_second_run_confirms_it(days: Days) -> None:
    gone = ["staff-001", "staff-045", "semicolon", "contractor"]
    assert {days.second.people[key].state for key in gone} == {"active"}
    assert {days.confirmed.people[key].state for key in gone} == {"left"}
    assert days.second.report.people.missing == len(gone)


def test_s7_who_is_enabled_again_is_back(days: Days) -> None:
    assert days.first.people["disabled"].state == "disabled"
    assert days.second.people["disabled"].state == "active"
    assert days.second.rows["disabled"] == days.first.rows["disabled"]


def test_s10_entries_that_cannot_be_people_are_reported(days: Days) -> None:
    assert len(days.first.report.skipped) == days.first.report.people.skipped


def test_s11_managers_in_rings_or_nowhere_harm_nobody(days: Days) -> None:
    managers = {key: days.first.people[key].manager for key in ("cycle-a", "own-manager", "dangling-manager")}
    assert managers == {"cycle-a": "cycleb", "own-manager": None, "dangling-manager": None}


def test_s12_departments_are_one_each_and_empty_ones_stay(days: Days) -> None:
    assert days.first.departments.keys() == days.first.true_departments
    assert days.confirmed.departments.keys() >= days.confirmed.true_departments


def test_s12_a_renamed_unit_keeps_its_department(days: Days) -> None:
    assert days.first.departments["robotics"] == days.second.departments['robotics, "drones" & more']
    assert "robotics" not in days.second.departments


def test_s13_computers_contacts_and_services_are_nobody(days: Days) -> None:
    assert days.first.report.people.seen == len(days.first.truth) + days.first.report.people.skipped
