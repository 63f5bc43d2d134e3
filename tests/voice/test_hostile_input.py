"""Patterns that never end, drafts that are too long or no proper text."""

from time import process_time

import pytest

from govdesk.voice.ruleset import Ruleset

GOOD = "extends: existence\nmessage: good\ntokens:\n  - very\n"
HOSTILE = {
    "T.Choice": "extends: existence\nmessage: x\nnonword: true\ntokens:\n  - '(?:a|aa)+$(?<=b)'\n",
    "T.Count": "extends: occurrence\nmessage: x\nmax: 1\ntoken: '(?:a|aa)+(?<=b)c?$'\n",
    "T.Swap": "extends: substitution\nmessage: x\nnonword: true\nswap:\n  '(?:a|aa)+$(?<=b)': c\n",
}
DRAFT = "very " + "a" * 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pattern_that_never_ends_is_a_finding_and_stops_no_other(name: str) -> None:
    ruleset = Ruleset.read({name: HOSTILE[name], "T.Good": GOOD})
    begun = process_time()
    findings = ruleset.check(DRAFT)
    assert process_time() - begun < 0.25, "it is stopped; how soon is measured by the bench"
    told = {finding.rule: finding for finding in findings}
    assert {rule: finding.severity for rule, finding in told.items()} == {"T.Good": "warning", name: "error"}
    assert told[name].message == f"The rule {name} took too long on this text and was stopped."


def test_a_formula_that_cannot_be_worked_out_is_a_finding() -> None:
    rule = "extends: metric\nmessage: x\nformula: words / (sentences - 1)\ncondition: '> 1'\n"
    assert [finding.severity for finding in Ruleset.read({"T.M": rule}).check("It is.")] == ["error"]
    unknown = rule.replace("sentences - 1", "luck")
    assert "'luck'" in Ruleset.read({"T.M": unknown}).check("It is.")[0].message


def test_a_very_long_draft_is_read_to_its_end() -> None:
    text = "word " * 20_000 + "very"
    findings = Ruleset.read({"T.Good": GOOD}).check(text)
    assert [(finding.start, finding.end) for finding in findings] == [(100_000, 100_004)]


@pytest.mark.parametrize("text", ["<!--" * 10_000, "<div>\n" + "<a " * 10_000, "*a " * 10_000, "[a](b" * 6_000])
def test_beginnings_without_an_end_do_not_hold_up_a_page(text: str) -> None:
    begun = process_time()
    Ruleset.read({"T.Good": GOOD}).check(text, "markdown")
    assert process_time() - begun < 5


@pytest.mark.parametrize("text", ["\ud800 very", "\u202every\u202c", "\x00 very", "e\u0301 very", "👨‍👩‍👧 very"])
@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_odd_letters_move_nothing(text: str, markup: str) -> None:
    finding = Ruleset.read({"T.Good": GOOD}).check(text, "markdown" if markup == "markdown" else "text")[0]
    assert text[finding.start : finding.end] == "very"


@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_places_count_code_points_whatever_ends_a_line(markup: str) -> None:
    text = "so\r\nand 😀\r\nvery"
    finding = Ruleset.read({"T.Good": GOOD}).check(text, "markdown" if markup == "markdown" else "text")[0]
    assert (text[finding.start : finding.end], finding.line, finding.column) == ("very", 3, 1)
