"""The shipped rules find what they are for, and leave good posts alone; drafts of our own, in `drafts/`."""

from pathlib import Path

import pytest

from govdesk.files import PolicyFiles
from govdesk.policies.rulebook import PolicyRule, rulebook
from govdesk.policies.ruleset import Gate
from govdesk.voice.findings import Finding
from govdesk.voice.policy_rules import ruleset_of

DRAFTS = Path(__file__).parent / "drafts"
CLEAN = (DRAFTS / "clean.txt").read_text(encoding="utf-8").splitlines()
TROUBLED = [line.split("\t") for line in (DRAFTS / "troubled.tsv").read_text(encoding="utf-8").splitlines()]
FILES = PolicyFiles()
RULES: dict[str, PolicyRule] = rulebook(FILES)
OF_DESCRIPTIONS = {"accessibility.ImageOf"}
"""Rules that look at alternative texts alone."""


def findings(draft: str) -> list[Finding]:
    return ruleset_of(FILES).check(draft)


@pytest.mark.parametrize("draft", CLEAN)
def test_a_good_post_hears_one_piece_of_advice_at_most(draft: str) -> None:
    found = findings(draft)
    assert len(found) <= 1, found
    assert {RULES[finding.rule].gate for finding in found} <= {Gate.ADVISE}


def test_good_posts_hear_hardly_anything_between_them() -> None:
    assert len(CLEAN) == 40
    assert sum(len(findings(draft)) for draft in CLEAN) <= 4


@pytest.mark.parametrize(("rule", "draft"), TROUBLED, ids=[rule for rule, _draft in TROUBLED])
def test_each_rule_finds_what_it_is_for(rule: str, draft: str) -> None:
    assert rule in {finding.rule for finding in findings(draft)}


def test_a_description_need_not_say_that_it_is_a_picture() -> None:
    found = ruleset_of(FILES).check("![Image of a birch](birch.jpg)", "markdown", mask_social=False)
    assert {finding.rule for finding in found} >= OF_DESCRIPTIONS


def test_each_shipped_rule_has_a_draft_a_section_and_an_address() -> None:
    assert {rule for rule, _draft in TROUBLED} | OF_DESCRIPTIONS == RULES.keys()
    assert [rule.name for rule in RULES.values() if rule.section is None] == []


def test_rules_name_the_section_their_policy_names() -> None:
    for rule in ruleset_of(FILES).rules:
        assert rule.common.link == RULES[rule.name].href


def test_only_secrets_and_gross_words_block() -> None:
    blocking = {rule.name for rule in RULES.values() if rule.gate is Gate.BLOCK}
    assert blocking == {"confidentiality.Keys", "confidentiality.Passwords", "etiquette.Profanity"}


@pytest.mark.parametrize(
    "draft",
    [
        "Choose a good password: twelve letters or more.",
        "Password: a word that opens a door. It comes from the time of sentries.",
        "The Scunthorpe museum opens at 9.",
    ],
)
def test_what_only_sounds_like_it_blocks_nothing(draft: str) -> None:
    assert Gate.BLOCK not in {RULES[finding.rule].gate for finding in findings(draft)}


def test_a_finding_does_not_repeat_the_secret() -> None:
    [finding] = findings("The guest wifi, password: summer2027")
    assert "summer" not in finding.message
