"""`ruleset.yml` ties each rule to the section it comes from; what leads nowhere is named and never half-loaded."""

import pytest
from click.testing import CliRunner

from govdesk.cli import main
from govdesk.files import FileError
from govdesk.policies.files import read_policies
from govdesk.policies.rulebook import faults, rulebook
from govdesk.policies.ruleset import Gate
from tests.policies.conftest import SOUND, House

RULE = "extends: existence\nmessage: \"'%s' is left at the door.\"\ntokens:\n  - boots\n"
RULESET = """\
rules:
  Boots:
    section: shoes
    gate: acknowledge
    platforms: [x]
    accounts: ["x:NOAA"]
    profile: official
"""
BROKEN = [
    (RULESET.replace("Boots", "Hats"), 2, "there is no rule house-rules/rules/Hats.yml"),
    (RULESET.replace("section: shoes", "section: hats"), 3, "Boots: the text has no section hats"),
    (RULESET.replace("    section: shoes\n", ""), 3, "rules.Boots.section: is missing"),
    (RULESET.replace("acknowledge", "forbid"), 4, "gate: must be 'advise', 'acknowledge' or 'block'"),
    (RULESET.replace("[x]", "[squawk]"), 5, "Boots: there is no platform squawk"),
    (RULESET.replace("x:NOAA", "squawk:NOAA"), 6, "Boots: there is no platform squawk"),
    (RULESET.replace("x:NOAA", "NOAA"), 6, "'NOAA' is not written like x:noaa"),
    (RULESET.replace("official", "secret"), 7, "must be 'official' or 'personal'"),
    (RULESET.replace("profile:", "colour:"), 7, "colour: is no name that is known here"),
    (RULESET + "  Boots:\n    section: doors\n", 8, "'Boots' stands twice"),
    (RULESET + "    gate: block\n", 8, "'gate' stands twice"),
    ("- Boots\n", 1, "must be lines of `key: value`"),
    ("", 1, "must be lines of `key: value`"),
]


@pytest.fixture
def ruled(house: House) -> House:
    house.write(SOUND)
    house.write(RULE, "house-rules/rules/Boots.yml")
    house.write("{}", "platforms/x.yml")
    house.write(RULESET, "house-rules/ruleset.yml")
    return house


def test_a_rule_is_told_with_its_policy_section_and_gate(ruled: House) -> None:
    assert list(faults(ruled.files)) == []
    rule = rulebook(ruled.files)["house-rules.Boots"]
    assert (rule.policy, rule.section, rule.gate) == ("house-rules", "shoes", Gate.ACKNOWLEDGE)
    assert rule.href == "/policies/house-rules#shoes"


def test_a_rule_looks_only_at_the_drafts_it_names(ruled: House) -> None:
    rule = rulebook(ruled.files)["house-rules.Boots"]
    assert rule.concerns("x", "noaa", official=True)
    asked = [("x", "nist", True), ("bluesky", "noaa", True), ("x", "noaa", False)]
    assert not any(rule.concerns(platform, handle, official=official) for platform, handle, official in asked)


def test_a_rule_without_an_entry_advises_everybody_and_is_known_for_it(ruled: House) -> None:
    ruled.write(RULE, "house-rules/rules/Extra.yml")
    rule = rulebook(ruled.files)["house-rules.Extra"]
    assert (rule.gate, rule.section, rule.entry) == (Gate.ADVISE, None, None)
    assert rule.concerns("x", "anybody", official=False)
    environment = {"GOVDESK_POLICIES": str(ruled.own)}
    (ruled.own / "platforms" / "x.yml").unlink()
    told = CliRunner().invoke(main, ["policies", "check", str(ruled.own)], env=environment)
    assert told.exit_code == 0
    assert "house-rules.Extra stands in no ruleset.yml: it only advises, and names no section." in told.stdout
    assert "house-rules.Boots" not in told.stdout


@pytest.mark.parametrize(("text", "line", "reason"), BROKEN)
def test_a_broken_ruleset_names_file_line_and_reason_and_gives_no_rule(
    ruled: House, text: str, line: int, reason: str
) -> None:
    ruled.write(text, "house-rules/ruleset.yml")
    found = next(iter(faults(ruled.files)))
    assert (found.name, found.line) == ("house-rules/ruleset.yml", line)
    assert reason in found.reason
    with pytest.raises(FileError):
        rulebook(ruled.files)


def test_a_ruleset_of_no_policy_is_a_fault(ruled: House) -> None:
    ruled.write(RULESET, "house-rule/ruleset.yml")
    assert [error.reason for error in faults(ruled.files)] == [
        "belongs to no policy: there is no house-rule/policy.md"
    ]


def test_an_own_text_over_a_shipped_ruleset_keeps_the_rules_without_their_sections(ruled: House) -> None:
    shipped = ruled.folder / "shipped" / "house-rules"
    (ruled.own / "house-rules").rename(shipped)
    ruled.write(SOUND.replace("shoes", "boots"))
    assert list(faults(ruled.files)) == []
    rule = rulebook(ruled.files)["house-rules.Boots"]
    assert (rule.section, rule.gate) == (None, Gate.ACKNOWLEDGE)


def test_a_changed_ruleset_makes_another_version(ruled: House) -> None:
    [before] = read_policies(ruled.files)
    ruled.write(RULESET.replace("acknowledge", "block"), "house-rules/ruleset.yml")
    [after] = read_policies(ruled.files)
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("house-rules/ruleset.yml", RULESET.replace("shoes", "hats")),
        ("house-rules/rules/Boots.yml", RULE.replace("boots", "bo(ots")),
        ("house-rules/rules/Boots.yml", RULE.replace("tokens", "tokns")),
    ],
    ids=["section", "pattern", "key"],
)
def test_nothing_is_published_while_a_rule_is_broken(ruled: House, name: str, text: str) -> None:
    ruled.write(text, name)
    with pytest.raises(FileError, match=name):
        ruled.publish(SOUND)
