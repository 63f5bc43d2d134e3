"""Schedules from a file: each row is new, changed, the same, or refused with a reason; nobody is guessed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Person
from govdesk.errors import Invalid
from govdesk.notify.models import Notice
from govdesk.rotation.bringing import Brought, Scene, bring
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owing_a_reminder
from govdesk.rotation.reminding import remind_one
from tests.conftest import NOW

FILE = """account,credential,due_on,responsible
https://twitter.com/NOAA,password,2027-02-20,ada
x.com/noaa/status/12,API token,2027-06-01,lars
x.com/noaa,recovery_codes,2027-06-01,
x.com/nobody,password,2027-06-01,
x.com/noaa,password,2027-06-01,
x.com/noaa,Hunter2!xyzabc,2027-06-01,
x.com/noaa,second_factor,soon,
"""


@pytest.fixture
def scene(session: Session, noaa: SocialAccount, office: Office, lars: Person) -> Scene:
    noaa.identity = "x:account:noaa"
    session.flush()
    return Scene(session, catalogue(), NOW, office)


def brought(scene: Scene, text: str = FILE) -> Brought:
    report = bring(scene, "plan.csv", text.encode())
    scene.session.commit()
    return report


def test_each_row_has_its_outcome(scene: Scene, session: Session, ada: Person) -> None:
    report = brought(scene)
    assert (report.rows, report.new, report.changed, report.same) == (7, 3, 0, 0)
    assert [refused["row"] for refused in report.refused] == [5, 6, 7, 8]
    assert "Hunter2" not in str(report)
    assert report.unmatched == [{"row": 3, "field": "responsible", "value": "lars"}], "who has left is not matched"
    made = session.scalars(select(RotationSchedule).order_by(RotationSchedule.id)).all()
    assert [(one.credential, one.due_on, one.responsible) for one in made] == [
        ("password", date(2027, 2, 20), ada),
        ("api_token", date(2027, 6, 1), None),
        ("recovery_codes", date(2027, 6, 1), None),
    ]


def test_a_second_time_nothing_changes_and_another_day_is_a_change(scene: Scene, session: Session) -> None:
    brought(scene)
    again = brought(scene)
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    moved = brought(scene, FILE.replace("2027-02-20,ada", "2027-07-20,nobody"))
    assert (moved.changed, moved.same) == (1, 2)
    schedule = session.scalars(select(RotationSchedule).order_by(RotationSchedule.id)).first()
    assert schedule is not None
    assert (schedule.due_on, schedule.responsible is not None) == (date(2027, 7, 20), True), "who was asked still is"


def test_a_past_day_owes_the_one_stage_in_force(scene: Scene, session: Session, office: Office) -> None:
    brought(scene)
    later = datetime(2027, 3, 1, 9, 31, tzinfo=UTC)
    for schedule in session.scalars(owing_a_reminder(later)).all():
        remind_one(session, schedule, now=later, office=office)
    owed = session.scalars(select(Notice).where(Notice.state == "owed", Notice.person_id.is_not(None))).all()
    assert [notice.stage for notice in owed] == ["overdue-9"]


def test_what_is_no_such_file_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid, match="no column credential, due_on"):
        brought(scene, "account,owner\nx.com/noaa,ada\n")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",password,2027-06-01", "No account can be found by what stands there"),
        ("notfacebook.com/noaa,password,2027-06-01", "looks like Facebook"),
        ("x.com/nobody,password,2027-06-01", "Register it first."),
        ("x.com/noaa,,2027-06-01", "does not say what is to be changed"),
        ("x.com/noaa,passwort,2027-06-01", "There is no such credential. There are: password"),
        ("x.com/noaa,password,", "The row has no day."),
        ("x.com/noaa,password,1.6.2027", "Write it as 2027-03-01, the year first."),
        ("x.com/noaa,password,2027-02-30", "There is no such day in the calendar."),
        ("x.com/noaa,password,0001-01-01", "more than ten years away"),
        ("x.com/noaa,password,9999-12-31", "more than ten years away"),
    ],
)
def test_a_bad_row_is_told_in_a_sentence_that_says_what_to_do(scene: Scene, row: str, why: str) -> None:
    [refused] = brought(scene, f"account,credential,due_on\n{row}\n").refused
    assert why in refused["reason"]
    assert refused["reason"].endswith(".")


def test_an_account_that_is_called_otherwise_now_names_its_present_address(
    scene: Scene, session: Session, noaa: SocialAccount
) -> None:
    session.add(
        FormerHandle(
            account=noaa, identity="x:account:oldnoaa", handle="oldnoaa", url="https://x.com/oldnoaa", recorded_at=NOW
        )
    )
    session.flush()
    [refused] = brought(scene, "account,credential,due_on\nx.com/oldnoaa,password,2027-06-01\n").refused
    assert refused["reason"] == f"This account has another handle now. Write its present address: {noaa.url}"


def test_a_day_with_midnight_is_a_day(scene: Scene) -> None:
    assert brought(scene, "account,credential,due_on\nx.com/noaa,password,2027-06-01 00:00:00\n").new == 1
