"""One entry that the database has no room for stops nobody else."""

from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import active_by_login
from govdesk.directory.sync import bulk
from govdesk.directory.sync import people as reader
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind
from tests.directory.conftest import COMMS, entry, run


def test_what_is_too_long_to_store_is_cut(session: Session) -> None:
    run(session, entry("ada", displayname="Ada " * 100, ou="Office " * 40, mail="a" * 250 + "@example.org"))
    ada = session.scalars(select(Person)).one()
    assert (len(ada.name), ada.name[-1], ada.mail) == (300, "…", None)
    assert ada.department
    assert len(ada.department.name) <= 200


def test_a_department_that_grows_when_folded_is_cut_to_fit(session: Session) -> None:
    run(session, entry("ada", ou="ß" * 200))
    assert len(session.scalars(select(Department.key)).one()) <= 200


@pytest.mark.parametrize("odd", [{"uid": "x" * 201}, {"uid": "\ufdfa" * 30}, {"entryuuid": "x" * 65}, {"uid": "\0"}])
def test_an_unusable_login_or_id_costs_only_that_entry(session: Session, odd: dict[str, str]) -> None:
    report = run(session, entry("odd", **odd), entry("ada"))
    assert session.scalars(select(Person.login)).all() == ["ada"]
    assert (report.people.seen, report.people.new) == (2, 1)


def test_a_nul_is_left_out(session: Session) -> None:
    run(session, entry("ada", displayname="Ada\0 Okoro", ou="Press\0", mail="\0ada@example.org"))
    ada = session.scalars(select(Person)).one()
    assert (ada.name, ada.mail) == ("Ada Okoro", "ada@example.org")


def test_a_manager_or_group_that_is_no_name_of_an_entry_is_none(session: Session) -> None:
    run(session, entry("ada", manager="her boss", memberof="the editors"), entry("olu", memberof=COMMS))
    ada, olu = active_by_login(session, "ada"), active_by_login(session, "olu")
    assert ada
    assert olu
    assert (ada.manager_id, ada.roles, len(olu.roles)) == (None, frozenset(), 1)


def test_s10_a_row_the_database_refuses_is_skipped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(session: Session, table: Table, rows: list[tuple[Any, ...]]) -> None:
        if any("odd" in row for row in rows):
            raise DataError("COPY", {}, Exception("too long"))
        bulk.insert_all(session, table, rows)

    monkeypatch.setattr(reader, "insert_all", refuse)
    report = run(session, entry("odd"), entry("ada"))
    assert session.scalars(select(Person.login)).all() == ["ada"]
    assert report.skipped == [{"entry": "odd", "reason": "the database refuses it: DataError"}]


def test_two_entries_with_one_login_are_both_left_alone(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    run(session, entry("ada"), entry("ADA", entryuuid="another"), entry("olu"))
    assert session.scalars(select(Person.login)).all() == ["olu"]
    assert caplog.text.count("several entries have the login") == 2


def test_s16_photos_are_not_asked_for() -> None:
    for kind in LdapKind:
        asked = {name.lower() for name in Meaning.read(PolicyFiles(), kind).attributes}
        assert asked.isdisjoint({"jpegphoto", "thumbnailphoto", "photo", "*", "+"})
