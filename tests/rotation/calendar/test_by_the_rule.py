"""Calendar, file, list of what is overdue and my day go by the rule that applies to each credential."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount, Tier
from govdesk.directory.models import Department, Person
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.plan.spreading import Spreading
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient
from tests.rotation.calendar.conftest import Registers, Schedules, taken

RULES = """\
grace_days: 1
rules:
  - {name: Codes, applies_to: {credentials: [recovery_codes]}, grace_days: 30}
  - {name: High, applies_to: {tiers: [high]}, grace_days: 0}
  - {name: Press, applies_to: {departments: [noaa press office]}, grace_days: 9}
"""


@pytest.fixture
def in_force(session: Session) -> Callable[[str], Office]:
    def put(text: str) -> Office:
        session.add(RotationPolicyVersion(number=1, digest="0" * 64, text=text, source=Source.FILE, made_at=NOW))
        session.commit()
        return Office.by(plan_of(text), VIENNA)

    return put


@pytest.mark.parametrize(
    ("tier", "is_of_press", "what", "days", "state"),
    [
        (Tier.STANDARD, False, "password", 1, "in_grace"),
        (Tier.STANDARD, False, "password", 2, "overdue"),
        (Tier.HIGH, False, "password", 1, "overdue"),
        (Tier.HIGH, True, "password", 1, "overdue"),
        (Tier.STANDARD, True, "password", 9, "in_grace"),
        (Tier.STANDARD, True, "password", 10, "overdue"),
        (Tier.HIGH, True, "recovery_codes", 30, "in_grace"),
        (Tier.STANDARD, False, "recovery_codes", 31, "overdue"),
    ],
)
def test_grace_is_that_of_the_first_rule_that_fits(
    client: PageClient, session: Session, press_office: Department, census: Department, sam: Person,
    register: Registers, put: Schedules, today: date, in_force: Callable[[str], Office], tier: Tier,
    is_of_press: bool, what: str, days: int, state: str,
) -> None:  # fmt: skip
    in_force(RULES)
    put(register(press_office if is_of_press else census, tier=tier), on := today - timedelta(days), what=what)
    client.sign_in(sam)
    other = {"overdue": "in_grace", "in_grace": "overdue"}[state]
    assert "account000" in client.get(f"/rotations/calendar?day={on}&state={state}").text
    assert "account000" not in client.get(f"/rotations/calendar?day={on}&state={other}").text
    assert f",{state}," in taken(client, f"/rotations/calendar.csv?day={on}").decode()
    assert ("account000" in client.get("/rotations/overdue").text) is (state == "overdue")
    assert ("1 is overdue" in client.get("/").text) is (state == "overdue")


MONTHLY = """\
rules:
  - name: Monthly
    calendar: monthly 10
    because: The board asked for it
    spread_days: 3
    remind_days_before: [2]
working_days: {weekdays: [mon, tue, wed, thu, fri]}
country: AT
"""


@pytest.fixture
def led(session: Session, noaa: SocialAccount, put: Schedules, later: date) -> RotationSchedule:
    """By the rule, on a day that it named."""
    schedule = put(noaa, later)
    schedule.planned_by, schedule.by_hand = "Monthly", False
    session.commit()
    return schedule


def test_days_of_a_rules_calendar_are_expected_where_planning_will_put_them(
    session: Session, sam: Person, led: RotationSchedule, today: date, later: date,
    in_force: Callable[[str], Office],
) -> None:  # fmt: skip
    office = in_force(MONTHLY)
    look = Look(session, sam, today, office)
    last = later + timedelta(365)
    marks = [mark for mark in look.marks(later, last) if mark.is_expected]
    assert len(marks) in (11, 12)
    due = office.rules.rules[0].due
    assert due is not None
    for mark in marks:
        tenth = mark.day.replace(day=10)
        assert mark.day == Spreading(office.days, today).place(led.account_id, due, tenth, "AT")
        assert office.days.why_closed(mark.day, "AT") is None
    assert look.numbers(later, last).total() == len(marks) + 1
    # Whatever part of it one looks at, the days are the same.
    half = later + timedelta(180)
    assert [mark for mark in look.marks(half, last) if mark.is_expected] == [m for m in marks if m.day >= half]


def test_nothing_is_expected_in_a_blackout(
    session: Session, sam: Person, led: RotationSchedule, today: date, later: date, in_force: Callable[[str], Office]
) -> None:
    first, last = later + timedelta(20), later + timedelta(90)
    closed = f"blackouts:\n  - {{from: {first}, to: {last}, because: Nothing before the elections}}\n"
    look = Look(session, sam, today, in_force(MONTHLY + closed))
    assert look.marks(first, last) == []
    assert look.marks(last + timedelta(1), last + timedelta(40))


def test_a_closed_day_says_why(
    client: PageClient, sam: Person, later: date, in_force: Callable[[str], Office]
) -> None:
    in_force(f"blackouts:\n  - {{from: {later}, to: {later}, because: Nothing before the elections}}\n")
    client.sign_in(sam)
    assert client.get(f"/rotations/calendar?month={later:%Y-%m}").text.count("Nothing before the elections") == 1
    assert (
        "The office is closed: Nothing before the elections." in client.get(f"/rotations/calendar?day={later}").text
    )


def test_the_page_of_a_day_names_the_rule_by_which_something_is_expected(
    client: PageClient, session: Session, sam: Person, led: RotationSchedule, today: date, later: date,
    in_force: Callable[[str], Office],
) -> None:  # fmt: skip
    look = Look(session, sam, today, in_force(MONTHLY))
    on = next(mark.day for mark in look.marks(later, later + timedelta(60)) if mark.is_expected)
    assert "by the rule “Monthly”" in client.sign_in(sam).get(f"/rotations/calendar?day={on}").text
