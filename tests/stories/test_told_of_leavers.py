"""Who is told when somebody leaves, and of what."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.recipients import address_of
from govdesk.rotation.actions import record_rotation
from tests.conftest import NOW
from tests.stories.conftest import OFFICE, TODAY, Leave, Register, Tell, notices, remind, schedules, written


def test_nothing_unsent_is_sent_to_a_leaver(
    session: Session, leave: Leave, tell: Tell, ada: Person, olu: Person
) -> None:
    for to in (ada, olu):
        notify.queue(session, "rotation_reminder", subject=ada, to=to, key=f"k{to.id}", at=NOW)
    session.commit()
    leave(ada)
    tell()
    states = {notice.person: notice.state for notice in session.scalars(select(Notice))}
    assert states == {ada: NoticeState.CANCELLED, olu: NoticeState.OWED}


def test_security_gets_one_mail_with_every_account_and_credential(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, olu: Person, sam: Person
) -> None:
    register("noaa", ada, owner=ada)
    register("nist", ada, olu)
    leave(ada)
    tell()
    [notice] = notices(session, "leaver_exposure")
    assert notice.person == sam
    text = written(session, notice)
    assert text is not None
    assert text.subject == "Ada Sørensen has left: 2 credentials have to be changed"
    for said in ("NOAA", "held the credential, was its owner", "Asked: Olu Adeyemi", "Asked: nobody, so it is with"):
        assert said in text.plain
        assert said in text.html
    for schedule in schedules(session):
        assert f"https://govdesk.example/rotations/{schedule.id}" in text.plain


def test_the_mail_to_security_says_how_it_stands_when_it_goes_out(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    register("noaa", ada)
    leave(ada)
    tell()
    [schedule] = schedules(session)
    later = NOW + timedelta(minutes=1)
    record_rotation(
        session, schedule, rotated_on=TODAY, rotated_at=later, by=sam, form_key=None, now=later, office=OFFICE
    )
    [notice] = notices(session, "leaver_exposure")
    text = written(session, notice)
    assert text is not None
    assert text.subject == "Ada Sørensen has left: nothing has to be changed"
    sam.granted.clear()
    assert written(session, notice) is None


def test_nobody_hears_of_a_leaver_who_held_nothing(
    session: Session, leave: Leave, tell: Tell, ada: Person, sam: Person
) -> None:
    change = leave(ada)
    tell()
    assert change.told_at == NOW
    assert session.scalars(select(Notice)).all() == []


def test_a_department_whose_head_left_is_told_through_the_head_above(
    session: Session, register: Register, leave: Leave, tell: Tell,
    press_office: Department, commerce: Department, ada: Person, grace: Person, olu: Person,
) -> None:  # fmt: skip
    press_office.head, press_office.parent, commerce.head = ada, commerce, grace
    register("noaa", ada, olu)
    leave(ada)
    tell()
    remind(session)
    [notice] = [notice for notice in notices(session, "rotation_reminder") if notice.department]
    assert notice.department == press_office
    assert address_of(notice).addr_spec == "grace@commerce.example"


def test_the_owners_manager_else_the_head_is_asked_for_a_new_owner_until_there_is_one(
    session: Session, register: Register, leave: Leave, tell: Tell, ada: Person, sam: Person, mei: Person,
    olu: Person, census: Department,
) -> None:  # fmt: skip
    noaa, bureau = register("noaa", owner=ada), register("bureau", owner=olu, department=census)
    register("deputised", owner=mei, deputy=ada)
    ada.manager, census.head = sam, mei
    leave(ada)
    leave(olu)
    tell()
    asked = {n.person.login: n for n in notices(session, "owner_left") if n.person}
    assert {login: n.context["account_ids"] for login, n in asked.items()} == {"sam": [noaa.id], "mei": [bureau.id]}
    text = written(session, asked["sam"])
    assert text is not None
    assert text.subject == "Ada Sørensen has left: 1 account needs a new owner"
    assert f"/accounts/{noaa.id}" in text.plain
    assert f"/accounts/{noaa.id}" in text.html
    noaa.owner = mei
    session.commit()
    assert written(session, asked["sam"]) is None
