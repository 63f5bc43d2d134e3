"""What `rotation.yml` says: which rule applies, what it leaves to the file, and each mistake by its line."""

from pathlib import Path

import pytest

from govdesk.accounts.models import Tier
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.plan.calendars import Every, Monthly
from govdesk.rotation.plan.reading import Plan, plan_of, read_plan
from govdesk.rotation.plan.rule import Audience, Facts, Rule

SEVERAL = """
grace_days: 2
escalate: {10: [security]}
rules:
  - name: Press, high risk
    applies_to: {tiers: [high], departments: ["NOAA  press office"]}
    calendar: monthly 1
    because: The board asked for it in March
    spread_days: 5
    second_person: true
  - name: Tokens
    applies_to: {credentials: [api_token], platforms: [x]}
    every_days: 90
    because: The platform takes them back after 100 days
    grace_days: 0
    escalate: {3: [deputy], 7: [manager, head]}
    tell: {before: [custodians], overdue: [custodians, owner], on_days: {7: [owner]}}
"""


def facts(platform: str = "x", tier: str = "standard", credential: str = "password", *departments: str) -> Facts:
    return Facts(platform, Tier(tier), departments, credential)


def read(text: str) -> Plan:
    return plan_of(text, frozenset({"x", "facebook"}))


def rule_for(*about: str) -> Rule:
    return read(SEVERAL).rules.of(facts(*about))


def test_the_shipped_file_has_no_calendar_no_grace_and_no_closed_day() -> None:
    plan = read_plan(PolicyFiles())
    assert (plan.rules.rules, plan.days.is_always_open) == ((), True)
    reminders = plan.rules.otherwise.reminders
    assert (reminders.grace_days, reminders.overdue_every_days, reminders.days_before) == (0, 1, (30, 14, 7, 1, 0))


@pytest.mark.parametrize(
    ("about", "name"),
    [
        (("x", "high", "password", "noaa press office", "commerce"), "Press, high risk"),
        (("x", "high", "password", "team", "noaa press office"), "Press, high risk"),  # below it
        (("x", "high", "api_token", "noaa press office"), "Press, high risk"),  # the first decides
        (("x", "high", "api_token", "commerce"), "Tokens"),
        (("facebook", "high", "api_token"), ""),
        (("x", "standard", "password", "noaa press office"), ""),
    ],
)
def test_the_first_rule_that_applies_decides(about: tuple[str, ...], name: str) -> None:
    assert rule_for(*about).name == name


def test_what_a_rule_leaves_out_is_the_files() -> None:
    press, tokens = read(SEVERAL).rules.rules
    assert press.reminders.grace_days == 2
    assert press.tells.escalates == {10: {Audience.SECURITY}}
    assert (tokens.reminders.grace_days, tokens.reminders.more_told_after) == (0, (3, 7))
    assert press.due is not None
    assert (press.due.calendar, press.due.spread_days, press.second_person) == (Monthly(1), 5, True)
    assert tokens.due is not None
    assert tokens.due.calendar == Every(90)


def test_who_is_told_grows_with_the_days_overdue() -> None:
    _press, tokens = read(SEVERAL).rules.rules
    told = {stage: " ".join(sorted(tokens.tells.at(stage))) for stage in (-30, -7, 0, 1, 3, 7, 30)}
    assert told == {
        -30: "custodians", -7: "owner", 0: "custodians department", 1: "custodians owner",
        3: "custodians deputy owner", 7: "custodians deputy head manager owner",
        30: "custodians deputy head manager owner",
    }  # fmt: skip


def test_a_calendar_is_about_the_credentials_it_names_or_else_the_password() -> None:
    press, tokens = read(SEVERAL).rules.rules
    assert [*press.scheduled, *tokens.scheduled] == ["password", "api_token"]


def test_the_file_of_before_stays_valid() -> None:
    before = read("remind_days_before: [7, 0]\ngrace_days: 3\noverdue_every_days: 2\n").rules.otherwise.reminders
    assert (before.days_before, before.grace_days, before.overdue_every_days) == ((7, 0), 3, 2)


ONE = "rules:\n  - name: A\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (ONE + "    every_days: 90\n", 2, "say why"),
        (ONE + "    every_days: 90\n    calendar: monthly 1\n    because: Because of this\n", 2, "two calendars"),
        (ONE + "    calendar: sometimes\n    because: Because of this\n", 3, "is no calendar"),
        (ONE + "    because: Because of this\n", 2, "has no calendar"),
        (ONE + "    calendar: 5\n    because: Because of this\n", 3, "must be text"),
        (ONE + "    colour: red\n", 3, "misspelled"),
        (ONE + "    applies_to:\n      platforms: [x, friendster]\n", 4, "no platform friendster"),
        (ONE + "    applies_to: {tiers: [huge]}\n", 3, "tiers"),
        (ONE + "    applies_to: {credentials: [hunter2]}\n", 3, "credentials"),
        (ONE + "  - name: a\n", 3, "the same name"),
        (ONE + "    tell:\n      due: [everybody]\n", 4, "tell.due"),
        (ONE + "    grace_days: 5\n    escalate: {3: [head]}\n", 4, "5 days of grace"),
        ("grace_days: 5\nescalate: {3: [head]}\n", 2, "5 days of grace"),
        ("escalate: {0: [head]}\n", 1, "at least 1"),
        ("working_days: {weekdays: [montag]}\n", 1, "weekdays"),
        ('working_days:\n  hours: {from: "17:00", to: "08:00"}\n', 2, "later than"),
        ("country: Narnia\n", 1, "no country"),
        ("countries:\n  Paris: XX\n", 2, "no country"),
        ("blackouts:\n  - {from: 2027-02-01, to: 2027-01-01, because: Freeze}\n", 2, "earlier than"),
        ("blackouts:\n  - {from: 2027-01-01, to: 2027-12-31, because: Freeze}\n", 2, "three months"),
        ("blackouts:\n  - {from: soon, to: 2027-12-31, because: Freeze}\n", 2, "a day such as"),
        ("rules:\n  - name: A\n   every_days: 3\n", 3, "expected"),
    ],
)
def test_each_mistake_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(FileError, match=reason) as told:
        read(text)
    assert (told.value.name, told.value.line) == ("rotation.yml", line)


def test_platforms_of_the_organisations_own_folder_count(tmp_path: Path) -> None:
    (tmp_path / "rotation.yml").write_text(ONE + "    applies_to: {platforms: [vine]}\n")
    assert read_plan(PolicyFiles(tmp_path)).rules.rules[0].name == "A"
