"""Each report tells what stands in the register, narrowed to what was chosen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, Custodianship, Ownership, SocialAccount
from govdesk.campaigns.models import Answer, AskedAs, Campaign, CampaignItem, Kind
from govdesk.campaigns.rules import Level
from govdesk.db import Sessions
from govdesk.directory.models import Department, Person, PersonState
from govdesk.exposure.models import AccessException
from govdesk.reports import exceptions, orphans, personal_recovery, recertification, review, single_holders
from govdesk.reports import register as by_department
from govdesk.reports.report import Report
from govdesk.reports.shelf import REPORTS
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from tests.conftest import NOW
from tests.reports.conftest import TODAY, Register, account, rows_of, scene_of

Ask = Callable[..., CampaignItem]


@pytest.fixture
def ask(session: Session, ada: Person) -> Ask:
    """`ask(account, days_ago=…, answer=…)`: a campaign of its own asked about it, due a week later."""

    def made(about: SocialAccount, days_ago: int, answer: Answer | None = None) -> CampaignItem:
        at = NOW - timedelta(days_ago)
        campaign = Campaign(
            kind=Kind.RECERTIFICATION, title="Confirm", started_at=at, due_on=TODAY - timedelta(days_ago - 7)
        )
        session.add(campaign)
        session.flush()
        item = CampaignItem(
            campaign_id=campaign.id, account_id=about.id, asked_id=ada.id, asked_as=AskedAs.OWNER,
            level=Level.OWNER, answer=answer, answered_by_id=ada.id if answer else None,
            answered_at=at + timedelta(days=1) if answer else None,
        )  # fmt: skip
        session.add(item)
        session.flush()
        return item

    return made


def names(report: Report, session: Session, today: date = TODAY, **chosen: Any) -> list[Any]:
    return [row["account"] for row in rows_of(report, scene_of(session, today, **chosen))]


def test_the_register_stands_in_the_order_of_the_tree_and_sums_up(
    session: Session, register: Register, ask: Ask, press_office: Department
) -> None:
    register["count"].state = AccountState.RETIRED
    ask(register["safe"], 20, Answer.ATTESTED)
    rows = rows_of(by_department.REPORT, scene_of(session))
    told = [(row["department"], row["total"], row.get("below"), row["along"]) for row in rows]
    assert told == [
        ("Bureau of the Census", 1, 1, 0),
        ("Department of Commerce", 1, 2, 1),
        ("NOAA Press Office", 1, 1, 0),
        ("No department", 1, None, 0),
        ("All departments", 4, None, 1),
    ]
    census, commerce, press, _nobody, all_of_them = rows
    assert (census["state_retired"], census["in_use"], all_of_them["in_use"]) == (1, 0, 3)
    assert (press["path"], press["on_x"], all_of_them["on_x"]) == ("Department of Commerce / NOAA Press Office", 1, 2)
    assert (commerce["never"], commerce["oldest"], press["never"]) == (0, date(2027, 2, 10), 1)
    below = rows_of(by_department.REPORT, scene_of(session, department_id=press_office.id))
    assert [(row["department"], row["total"]) for row in below] == [
        ("Department of Commerce", 0), ("NOAA Press Office", 1), ("All departments", 1),
    ]  # fmt: skip


def test_departments_that_stand_in_a_circle_are_listed_once(
    session: Session, register: Register, commerce: Department, press_office: Department
) -> None:
    commerce.parent = press_office
    session.commit()
    listed = [row["department"] for row in rows_of(by_department.REPORT, scene_of(session))]
    assert sorted(map(str, listed)) == [
        "All departments", "Bureau of the Census", "Department of Commerce", "NOAA Press Office", "No department",
    ]  # fmt: skip


def test_orphans_say_why_since_when_and_who_is_asked(session: Session, register: Register) -> None:
    lost, count = rows_of(orphans.REPORT, scene_of(session))
    assert (lost["why"], lost["since"], lost["asked"]) == (
        "No department, No owner was named, Nobody stands in", TODAY, "communications",
    )  # fmt: skip
    assert (count["owner"], count["why"]) == ("Lars Holm (lars), has left", "Its owner has left, Nobody stands in")
    assert (count["since"], count["asked"]) == (date(2027, 2, 15), "Ada Sørensen (ada)")
    assert names(orphans.REPORT, session, shown="department") == ["Lost"]
    assert names(orphans.REPORT, session, shown="left") == ["Count"]


def test_a_department_that_has_emptied_is_dated_by_the_last_who_left(
    session: Session, register: Register, olu: Person, census: Department
) -> None:
    register["count"].owner = None
    olu.state, olu.left_on = PersonState.LEFT, date(2026, 12, 24)
    session.commit()
    rows = {row["account"]: row for row in rows_of(orphans.REPORT, scene_of(session))}
    assert rows["Count"]["why"] == "Nobody works in its department, No owner was named, Nobody stands in"
    assert (rows["Count"]["since"], rows["Noaa"]["why"]) == (
        date(2026, 12, 24),
        "Its owner has left, Nobody stands in",
    )


def test_single_holders_say_who_and_what_is_missing(session: Session, register: Register) -> None:
    (noaa,) = rows_of(single_holders.REPORT, scene_of(session))
    assert (noaa["account"], noaa["outlook"], noaa["sign_in"], noaa["recover"]) == ("Noaa", "Only one", 1, 1)
    assert (noaa["signs_in"], noaa["recovers"]) == ("Ada Sørensen", "Ada Sørensen")
    assert noaa["missing"] == "one more who can sign in; one more who can recover"
    assert names(single_holders.REPORT, session, shown="unknown") == ["Lost", "Count"]


def test_recovery_on_personal_mail_is_found_and_what_nobody_knows(session: Session, register: Register) -> None:
    (noaa,) = rows_of(personal_recovery.REPORT, scene_of(session))
    assert (noaa["sent_to"], noaa["whose"], noaa["holder"]) == (
        "ada@mail.example", "Somebody's own", "Ada Sørensen (ada)",
    )  # fmt: skip
    assert names(personal_recovery.REPORT, session, shown="nothing") == ["Lost", "Count"]


def test_exceptions_are_parted_by_how_near_their_end_is(session: Session, register: Register) -> None:
    exception = session.query(AccessException).one()
    for days, window in (
        (0, "Within 30 days"),
        (30, "Within 30 days"),
        (31, "Within 60 days"),
        (90, "Within 90 days"),
    ):
        exception.ends_on = TODAY + timedelta(days)
        session.flush()
        (row,) = rows_of(exceptions.REPORT, scene_of(session))
        assert (row["window"], row["days_left"], row["still_weak"]) == (window, days, "Yes")
    exception.ends_on = TODAY + timedelta(91)
    session.flush()
    assert names(exceptions.REPORT, session) == []
    assert names(exceptions.REPORT, session, shown="all") == ["Noaa"]
    exception.ends_on, exception.ended_on = TODAY - timedelta(3), TODAY - timedelta(2)
    session.flush()
    (row,) = rows_of(exceptions.REPORT, scene_of(session, shown="over"))
    assert (row["window"], row["decision"]) == ("Over", "Over")


def test_coverage_counts_each_account_by_its_last_answer_in_the_quarter(
    session: Session, register: Register, ask: Ask
) -> None:
    ask(register["noaa"], 50, Answer.CORRECTION)
    ask(register["noaa"], 30, Answer.ATTESTED)
    ask(register["count"], 20)
    ask(register["safe"], 2)
    ask(register["safe"], 100, Answer.RETIRE)
    rows = {row["department"]: row for row in rows_of(recertification.REPORT, scene_of(session))}
    assert (rows["NOAA Press Office"]["now_attested"], rows["NOAA Press Office"]["now_share"]) == (1, 100)
    assert rows["Bureau of the Census"]["now_silent"] == 1
    assert (rows["Department of Commerce"]["now_waiting"], rows["Department of Commerce"]["before_retire"]) == (1, 1)
    assert (rows["No department"]["never"], rows["No department"]["now_share"]) == (1, None)
    total = rows["All departments"]
    assert (total["in_use"], total["now_asked"], total["now_share"], total["before_share"]) == (4, 3, 33, 0)
    assert next(iter(rows)) == "Bureau of the Census"


def test_who_confirmed_this_quarter_and_is_asked_anew_has_confirmed_all_the_same(
    session: Session, register: Register, ask: Ask
) -> None:
    ask(register["noaa"], 12, Answer.ATTESTED)
    ask(register["noaa"], 1)
    before = ask(register["safe"], 70, Answer.ATTESTED)
    before.answered_at = NOW - timedelta(5)
    ask(register["count"], 12, Answer.ATTESTED)
    ask(register["count"], 3, Answer.CORRECTION)
    ask(register["count"], 1)
    rows = {row["department"]: row for row in rows_of(recertification.REPORT, scene_of(session))}
    assert (rows["NOAA Press Office"]["now_attested"], rows["NOAA Press Office"]["now_share"]) == (1, 100)
    assert rows["Department of Commerce"]["now_attested"] == 1, "asked last quarter, confirmed in this one"
    assert rows["Bureau of the Census"]["now_correction"] == 1, "what was said last counts"
    figures = {figure.label: figure.value for figure in recertification.figures(scene_of(session))}
    assert figures["confirmed this quarter"] == "2 of 3"
    assert figures["accounts in use confirmed in the last 92 days"] == "3 of 4"


def test_the_review_names_who_looked_last_and_what_is_dormant(
    session: Session, register: Register, ask: Ask, ada: Person
) -> None:
    ask(register["noaa"], 20, Answer.ATTESTED)
    ask(register["count"], 100, Answer.ATTESTED)
    for one in register.values():
        one.registered_at = NOW - timedelta(400)
    schedule = RotationSchedule(account_id=register["safe"].id)
    session.add(schedule)
    session.flush()
    session.add(
        Rotation(
            schedule_id=schedule.id, rotated_on=TODAY - timedelta(45), recorded_at=NOW, by_id=ada.id,
            reason=RotationReason.SCHEDULED,
        )
    )  # fmt: skip
    session.commit()
    rows = {row["account"]: row for row in rows_of(review.REPORT, scene_of(session))}
    assert (rows["Noaa"]["looked"], rows["Noaa"]["confirmed_by"]) == ("This quarter", "Ada Sørensen (ada)")
    assert (rows["Count"]["looked"], rows["Lost"]["looked"]) == ("Before this quarter", "Never")
    assert (rows["Safe"]["rotated_on"], rows["Safe"]["custodians"]) == (TODAY - timedelta(45), 2)
    assert names(review.REPORT, session, shown="dormant") == ["Lost", "Count"]
    assert names(review.REPORT, session, TODAY + timedelta(1), shown="dormant") == ["Lost", "Count", "Safe"]


def test_all_reports_narrow_to_a_department_with_all_below_it_and_to_a_platform(
    session: Session, register: Register, commerce: Department
) -> None:
    assert sorted(names(review.REPORT, session, department_id=commerce.id)) == ["Noaa", "Safe"]
    assert sorted(names(review.REPORT, session, platform="x")) == ["Lost", "Noaa"]
    for report in REPORTS:
        scene = scene_of(session, department_id=commerce.id, platform="facebook")
        assert [row for row in rows_of(report, scene) if "account" in row] == [], report.key


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
def test_more_accounts_take_no_more_statements(
    session: Session, sessions: Sessions, register: Register, report: Report, press_office: Department, ada: Person
) -> None:
    def statements() -> int:
        """How many it takes somebody who has read nothing yet."""
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            seen.append(statement)

        with sessions() as fresh:
            first = next((key for key, _label in report.choices(scene_of(fresh))), "")
            event.listen(fresh.get_bind(), "before_cursor_execute", note)
            try:
                rows_of(report, scene_of(fresh, shown=first))
            finally:
                event.remove(fresh.get_bind(), "before_cursor_execute", note)
        return len(seen)

    before = statements()
    for number in range(6):
        more = account("x", f"more{number}", None, None)
        session.add(more)
        session.flush()
        session.add(Ownership(account_id=more.id, department_id=press_office.id, position=0))
        session.add(Custodianship(account_id=more.id, person_id=ada.id, since_on=TODAY))
    session.commit()
    assert statements() <= before
