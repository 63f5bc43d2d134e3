"""Security changes the rules on a page: it names what is wrong, loses nothing, and shows first what would happen."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.drafting import with_rule
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.previewing import preview
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.plan.rule import Rules
from tests.conftest import NOW
from tests.pages import Page, PageClient
from tests.rotation.plan.conftest import OfficeOf, Publish

TODAY = NOW.date()
EDIT, PUT = "/rotations/policy/edit", "/rotations/policy"
UNMARKED = dict.fromkeys(("tiers", "platforms", "departments", "credentials"))
"""As a browser sends nothing of a list in which nothing is marked."""
YEARLY = "rules:\n  - name: Each year\n    calendar: yearly 06-01\n    because: The board asked for it\n"


def versions(session: Session) -> list[RotationPolicyVersion]:
    session.expire_all()
    return list(session.scalars(select(RotationPolicyVersion).order_by(RotationPolicyVersion.number)))


def put(client: PageClient, shown: TestResponse, **changes: str) -> TestResponse:
    """Send the form at the end of a preview."""
    form = Page(shown.text).form(PUT)
    return client.post(PUT, data={**form.values, **changes})


def test_a_rule_is_previewed_and_put_in_force(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person
) -> None:
    client.sign_in(sam)
    shown = client.submit(EDIT, to=EDIT, text=YEARLY, reason="The board")
    assert shown.status_code == 200
    assert versions(session) == []
    assert f"/accounts/{noaa.id}" in shown.text
    assert "1 change falls due" in shown.text
    assert put(client, shown).status_code == 303
    (made,) = versions(session)
    assert (made.text, made.source, made.by, made.reason) == (YEARLY, Source.PAGE, sam, "The board")
    page = client.get(PUT).text
    assert "Each year" in page
    assert "each year on 06-01" in page
    assert "The board asked for it" in page


def test_a_long_blackout_makes_nothing_due_day_after_day(
    session: Session, noaa: SocialAccount, office_of: OfficeOf
) -> None:
    first, last = TODAY + timedelta(40), TODAY + timedelta(110)
    closed = f"blackouts:\n  - {{from: {first}, to: {last}, because: The elections}}\n"
    shown = preview(session, office_of(YEARLY.replace("yearly 06-01", "monthly 10") + closed), Rules(), TODAY)
    assert 9 <= shown.total <= 12
    assert not [day for day in shown.by_day if first <= day <= last]


def test_what_nobody_has_seen_the_effect_of_is_shown_first(client: PageClient, session: Session, sam: Person) -> None:
    client.sign_in(sam)
    shown = client.submit(EDIT, to=EDIT, text=YEARLY, reason="The board")
    answer = put(client, shown, text=YEARLY + "grace_days: 3\n")
    assert answer.status_code == 200
    assert "What the rules would do" in answer.text
    assert versions(session) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules:\n  - name: A\n    every_days: 90\n", "Line 2: rules.0: has a calendar and no `because`"),
        ("grace_days: many\n", "Line 1: grace_days: must be a whole number."),
        ("rules: [\n", "Line"),
        ("rules: [{name: hunter2-Xk9!vQ7zLp0w}]\n", "looks like a password"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(
    client: PageClient, session: Session, sam: Person, text: str, told: str
) -> None:
    client.sign_in(sam)
    answer = client.submit(EDIT, to=EDIT, text=text, reason="The board")
    assert answer.status_code == 422
    assert told.replace("`", "&#39;") in answer.text.replace("`", "&#39;")
    assert "The board" in answer.text
    assert text.splitlines()[0] in answer.text.replace("&#39;", "'")
    assert versions(session) == []


def test_who_comes_second_is_told_that_the_rules_were_changed(
    client: PageClient, session: Session, sam: Person, publish: Publish
) -> None:
    client.sign_in(sam)
    shown = client.submit(EDIT, to=EDIT, text=YEARLY, reason="The board")
    publish("grace_days: 1\n")
    assert put(client, shown).status_code == 409
    assert len(versions(session)) == 1


def test_a_rule_is_added_by_a_form_before_the_others(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, publish: Publish
) -> None:
    publish("# Ours\n" + YEARLY)
    client.sign_in(sam)
    form = {
        **UNMARKED, "name": "High risk", "tiers": "high", "calendar": "every", "every_days": "90",
        "because": "The auditors asked for it", "spread_days": "10", "head_after": "7", "security_after": "7",
        "remind_days_before": "14, 0", "first": "y",
    }  # fmt: skip
    shown = client.submit("/rotations/policy/rules/new", to="/rotations/policy/rules/new", **form)
    assert shown.status_code == 200
    assert put(client, shown, reason="The auditors").status_code == 303
    text = versions(session)[-1].text
    assert text.startswith("# Ours\n")
    high, yearly = plan_of(text).rules.rules
    assert (high.name, yearly.name) == ("High risk", "Each year")
    assert high.reminders.days_before == (14, 0)
    assert {str(one) for one in high.tells.at(7)} >= {"head", "security"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Give the rule a name"),
        ({"because": ""}, "Say why a period is wanted"),
        ({"every_days": ""}, "Enter how many days"),
        ({"calendar": "on", "on": "often"}, "is no calendar"),
        ({"remind_days_before": "soon"}, "Enter days as in"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    client: PageClient, sam: Person, noaa: SocialAccount, wrong: dict[str, str], told: str
) -> None:
    client.sign_in(sam)
    form = {
        **UNMARKED,
        "name": "A",
        "calendar": "every",
        "every_days": "90",
        "because": "The auditors asked",
        **wrong,
    }
    answer = client.submit("/rotations/policy/rules/new", to="/rotations/policy/rules/new", **form)
    assert answer.status_code == 422
    assert told in answer.text


def test_auditors_read_rules_and_versions_and_take_them_along(
    client: PageClient, noor: Person, publish: Publish
) -> None:
    publish(YEARLY)
    client.sign_in(noor)
    assert "Each year" in client.get(PUT).text
    assert "yearly 06-01" in client.get("/rotations/policy/versions/1").text
    taken = client.get("/rotations/policy/rotation.yml")
    assert taken.text == YEARLY
    assert "attachment" in taken.headers["Content-Disposition"]
    assert client.get(EDIT).status_code == 403


def test_the_page_of_a_schedule_says_by_which_rule(
    client: PageClient, schedule: RotationSchedule, sam: Person, publish: Publish
) -> None:
    publish(YEARLY)
    client.sign_in(sam)
    page = client.get(f"/rotations/{schedule.id}").text
    assert "Each year" in page
    assert "its day is set by hand" in page


@pytest.mark.parametrize(
    ("text", "first", "names"),
    [
        ("", False, ["New"]),
        ("grace_days: 1\n", False, ["New"]),
        ("rules: []\ngrace_days: 1\n", True, ["New"]),
        (YEARLY, True, ["New", "Each year"]),
        (YEARLY, False, ["Each year", "New"]),
        (YEARLY + "grace_days: 1\n", False, ["Each year", "New"]),
        (YEARLY.replace("  - ", "- ").replace("    ", "  "), False, ["Each year", "New"]),
        ("rules:\n  # the first\n" + YEARLY.partition("\n")[2] + "  # the end", False, ["Each year", "New"]),
        (YEARLY.rstrip("\n"), False, ["Each year", "New"]),
    ],
)
def test_a_rule_finds_its_place_in_any_text(text: str, first: bool, names: list[str]) -> None:
    written = with_rule(text, {"name": "New", "applies_to": {"tiers": ["high"]}}, first=first)
    assert [rule.name for rule in plan_of(written).rules.rules] == names
    assert all(row in written.splitlines() for row in text.splitlines() if row.strip() and row != "rules: []")
