"""Somebody works in another department now: nothing is taken away, but who answers is told, and it is changed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.history import history_of
from govdesk.directory.models import ChangeKind, Department, Person, PersonState
from govdesk.rotation.models import RotationReason, RotationSchedule
from tests.stories.conftest import Register, Tell, changed, notices, trail, written


def move(session: Session, person: Person, to: Department | None) -> None:
    before, person.department = person.department, to
    changed(session, person, ChangeKind.MOVED, before=before)


def test_a_custodian_who_moved_out_keeps_it_and_the_department_that_owns_it_is_told(
    session: Session, register: Register, tell: Tell, ada: Person, press_office: Department, census: Department
) -> None:
    noaa = register("noaa", ada)
    move(session, ada, census)
    tell()
    assert noaa.custodians == [ada]
    [schedule] = session.scalars(select(RotationSchedule))
    assert (schedule.credential, schedule.reason) == ("password", RotationReason.MOVER)
    line = history_of(session, noaa)[-1]
    assert line.sentence == "noted that somebody who has to do with the account works elsewhere now"
    assert ("Who", None, "Ada Sørensen") in line.details
    [notice] = notices(session, "custodian_moved")
    assert notice.department == press_office
    text = written(session, notice)
    assert text is not None
    assert text.subject == "Ada Sørensen works elsewhere now and still holds 1 account of yours"
    assert "Bureau of the Census" in text.plain
    assert "NOAA: holds the credential" in text.plain
    assert "NOAA</a>: holds the credential" in text.html


@pytest.mark.parametrize("owner_is", ["above both", "the new one", "never theirs"])
def test_a_move_that_leads_out_of_no_owning_department_is_no_news(
    session: Session, register: Register, tell: Tell, ada: Person, press_office: Department, census: Department,
    commerce: Department, owner_is: str,
) -> None:  # fmt: skip
    owner = {"above both": commerce, "the new one": census, "never theirs": commerce}[owner_is]
    if owner_is == "above both":
        press_office.parent = census.parent = commerce
    noaa = register("noaa", ada, department=owner)
    move(session, ada, census)
    tell()
    assert trail(session, noaa) == []
    assert notices(session, "custodian_moved") == []


def test_departments_in_a_circle_end_the_walk(
    session: Session, register: Register, tell: Tell, ada: Person, press_office: Department, census: Department
) -> None:
    press_office.parent_id, census.parent_id = census.id, press_office.id
    noaa = register("noaa", ada)
    move(session, ada, census)
    tell()
    assert trail(session, noaa) == []


def test_the_mail_is_not_sent_once_they_hold_it_no_longer_or_have_left(
    session: Session, register: Register, tell: Tell, ada: Person, olu: Person
) -> None:
    register("noaa", owner=ada)
    move(session, ada, None)
    tell()
    [notice] = notices(session, "custodian_moved")
    assert "works in no department of ours any more." in (text.plain if (text := written(session, notice)) else "")
    ada.state = PersonState.LEFT
    assert written(session, notice) is None


def test_of_who_has_left_meanwhile_no_move_is_told(
    session: Session, register: Register, tell: Tell, ada: Person, census: Department
) -> None:
    noaa = register("noaa", ada)
    ada.state = PersonState.LEFT
    move(session, ada, census)
    tell()
    assert trail(session, noaa) == []


def test_whoever_moves_is_not_the_one_to_change_what_they_should_know_no_longer(
    session: Session, register: Register, tell: Tell, ada: Person, olu: Person, mei: Person, census: Department
) -> None:
    register("noaa", ada, olu)
    register("nist", ada, owner=mei)
    move(session, ada, census)
    tell()
    asked = session.scalars(select(RotationSchedule).order_by(RotationSchedule.account_id)).all()
    assert [schedule.answerable for schedule in asked] == [[olu], [mei]]
