"""Rules changed, moved and taken out within the text: all else stays word for word."""

import pytest

from govdesk.errors import Invalid
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.plan.rewriting import raw_rules, with_rule_changed, with_rule_moved, without_rule

TEXT = """\
# Ours
grace_days: 1

rules:
  # The board wants it
  - name: High risk   # not the others
    applies_to: {tiers: [high]}
    every_days: 90  # a quarter
    because: The board asked for it
    tell:
      overdue: [owner]

  # Old ones
  - {name: Phones, applies_to: {credentials: [recovery_phone]}}
  - name: Press
    applies_to:
      departments:
        - Press office
    grace_days: 3
# Working days
country: AT
"""


def names(text: str) -> list[str]:
    return [rule.name for rule in plan_of(text).rules.rules]


@pytest.mark.parametrize(
    ("place", "changes", "gone", "put"),
    [
        (0, {"every_days": 60}, ["    every_days: 90  # a quarter"], ["    every_days: 60"]),
        (0, {"name": "Highest risk"}, ["  - name: High risk   # not the others"], ["  - name: Highest risk"]),
        (0, {"grace_days": 2}, [], ["    grace_days: 2"]),
        (2, {"grace_days": None}, ["    grace_days: 3"], []),
        (2, {"applies_to": {"tiers": ["low"]}},
         ["    applies_to:", "      departments:", "        - Press office"],
         ["    applies_to:", "      tiers:", "      - low"]),
        (0, {"tell": None, "escalate": {7: ["head"]}}, ["    tell:", "      overdue: [owner]"],
         ["    escalate:", "      7:", "      - head"]),
        (1, {"grace_days": 5}, ["  - {name: Phones, applies_to: {credentials: [recovery_phone]}}"],
         ["  - name: Phones", "      credentials:", "      - recovery_phone",
          "    grace_days: 5"]),
    ],
)  # fmt: skip
def test_a_rule_is_changed_key_by_key_and_the_rest_stays(
    place: int, changes: dict[str, object], gone: list[str], put: list[str]
) -> None:
    wanted = {**raw_rules(TEXT)[place], **changes}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    written = with_rule_changed(TEXT, place, wanted)
    assert raw_rules(written)[place] == wanted
    before, after = TEXT.splitlines(), written.splitlines()
    assert [row for row in before if row not in after] == [row for row in gone if row not in put]
    assert [row for row in after if row not in before] == [row for row in put if row not in gone]


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [
        (0, 1, ["Phones", "High risk", "Press"]),
        (2, 1, ["High risk", "Press", "Phones"]),
        (2, 0, ["Press", "High risk", "Phones"]),
    ],
)
def test_a_rule_moves_with_the_comments_above_it(place: int, to: int, order: list[str]) -> None:
    written = with_rule_moved(TEXT, place, to)
    assert names(written) == order
    assert sorted(written.splitlines()) == sorted(TEXT.splitlines())
    rows = written.splitlines()
    assert rows[rows.index("  # The board wants it") + 1].startswith("  - name: High risk")
    assert rows[-2:] == ["# Working days", "country: AT"]


@pytest.mark.parametrize(("place", "left"), [(0, ["Phones", "Press"]), (2, ["High risk", "Phones"])])
def test_a_rule_is_taken_out(place: int, left: list[str]) -> None:
    written = without_rule(TEXT, place)
    assert names(written) == left
    assert written.startswith("# Ours\n")
    assert written.endswith("# Working days\ncountry: AT\n")


def test_without_its_last_rule_a_text_can_still_be_used() -> None:
    text = "rules:\n  - name: A\n    grace_days: 1\ncountry: AT\n"
    assert without_rule(text, 0) == "rules: []\ncountry: AT\n"


def test_a_rule_in_another_style_is_written_anew() -> None:
    text = "rules:\n  -\n    name: A\n    grace_days: 1\n"
    assert raw_rules(with_rule_changed(text, 0, {"name": "A", "grace_days": 9})) == [{"name": "A", "grace_days": 9}]


def test_what_is_too_hard_is_refused() -> None:
    text = "rules: [{name: A, grace_days: 1}, {name: B, grace_days: 2}]\n"
    with pytest.raises(Invalid, match="Change their text yourself"):
        with_rule_changed(text, 0, {"name": "A", "grace_days": 9})
