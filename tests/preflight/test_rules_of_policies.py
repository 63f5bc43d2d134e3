"""The rules of the policies look at a draft, and each finding is what its ruleset makes of it."""

from pathlib import Path

import pytest

from govdesk.files import PolicyFiles
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import Finding, Gate
from govdesk.preflight.reviewing import checks_of, review


def found_in(text: str, own: Path | None = None) -> list[Finding]:
    return review(Draft(text), checks_of(PolicyFiles(own))).findings


@pytest.mark.parametrize(
    ("rule", "gate", "text"),
    [
        ("etiquette.Profanity", Gate.BLOCK, "What a fucking mess."),
        ("advocacy.PaidWithoutMark", Gate.ACKNOWLEDGE, "This journey was sponsored by a hotel."),
    ],
)
def test_a_finding_has_the_gate_and_the_section_of_its_rule(rule: str, gate: Gate, text: str) -> None:
    [finding] = [one for one in found_in(text) if one.rule == rule]
    assert finding.gate is gate
    assert finding.section is not None
    assert finding.section.anchor


def test_what_concerns_personal_profiles_is_not_said_of_the_company_s_own_posts() -> None:
    assert "advocacy.PraiseWithoutTie" not in {one.rule for one in found_in("You have to try this new map.")}


def test_while_a_ruleset_is_broken_the_rules_advise(tmp_path: Path) -> None:
    (tmp_path / "etiquette").mkdir()
    (tmp_path / "etiquette" / "ruleset.yml").write_text("rules: [")
    [finding] = [one for one in found_in("What a fucking mess.", tmp_path) if one.rule == "etiquette.Profanity"]
    assert finding.gate is Gate.ADVISE
