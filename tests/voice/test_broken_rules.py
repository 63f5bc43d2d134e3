"""Rules that cannot be used are named with file, line and reason, and never stop the others."""

import pytest

from govdesk.voice.findings import Fault
from govdesk.voice.ruleset import Ruleset

GOOD = "extends: existence\nmessage: x\ntokens:\n  - very\n"


@pytest.mark.parametrize(
    ("rule", "line", "reason"),
    [
        ("extends: existence\nmessage: x\ntokens: [a\n", 4, "expected ',' or ']'"),
        ("extends: existence\nmessage: x\nmessage: y\n", 3, "the key 'message' stands twice"),
        ("extends: substitution\nmessage: x\nswap:\n  a: b\n  a: c\n", 5, "the key 'a' stands twice"),
        ("extends: existence\nmessage: x\ntoken: a\n", 3, "the key 'token' is unknown to this kind of rule"),
        ("message: x\nextends: wonder\n", 2, "'extends' must be one of"),
        ("message: x\n", 1, "the key 'extends' is missing"),
        ("extends: existence\ntokens: [a]\n", 1, "the key 'message' is missing"),
        ("extends: existence\nmessage: x\n\nlevel: loud\n", 4, "'level' must be one of suggestion, warning, error"),
        ("extends: existence\nmessage: x\ntokens:\n  - (a\n", 3, "a pattern cannot be read: missing )"),
        ("extends: existence\nmessage: x\nscope: big heading\n", 3, "the scope 'big heading' contains spaces"),
        ("extends: existence\nmessage: x\nnonword: maybe\n", 3, "'nonword' must be true or false, not 'maybe'"),
        ("extends: occurrence\nmessage: x\nmax: many\n", 3, "'max' must be a number, not 'many'"),
        ("extends: occurrence\nmessage: x\nmax: 1e999\n", 3, "'max' must be a number, not '1e999'"),
        ("extends: existence\nmessage: x\ntokens:\n  - " + 5_000 * "(" + 5_000 * ")", 3, "it is too deep"),
        (
            "extends: existence\nmessage: x\naction:\n  name: edit\n  params: [regex, (, x]\n",
            3,
            "the pattern of the edit",
        ),
        ("extends: metric\nmessage: x\nformula: open('x')\n", 3, "there is no function called 'open'"),
        ("extends: metric\nmessage: x\nformula: words\ncondition: '> '\n", 4, "is no formula"),
        ("extends: readability\nmessage: x\nmetrics: [Luck]\n", 3, "there is no metric called 'Luck'"),
        ("extends: existence\nmessage: x\naction:\n  name: guess\n", 3, "unknown action 'guess'"),
        ("extends: existence\nmessage: x\ntokens: &a [*a]\n", 1, ""),
        ("- a list\n", 1, "must be a mapping of keys to values"),
        ("", 1, "the key 'extends' is missing"),
    ],
)
def test_a_broken_rule_is_named_by_line_and_reason(rule: str, line: int, reason: str) -> None:
    ruleset = Ruleset.read({"T.Bad": rule, "T.Good": GOOD})
    problem = ruleset.problems[0]
    assert (problem.rule, problem.line, problem.fault) == ("T.Bad", line, Fault.BROKEN)
    assert reason in problem.reason
    assert [finding.rule for finding in ruleset.check("very")] == ["T.Good"]


@pytest.mark.parametrize("kind", ["script", "sequence", "spelling", "Other.Rule"])
def test_an_unsupported_rule_is_named_and_never_skipped_silently(kind: str) -> None:
    ruleset = Ruleset.read({"T.Odd": f"message: x\nextends: {kind}\n", "T.Good": GOOD})
    problem = ruleset.problems[0]
    assert (problem.line, problem.fault) == (2, Fault.UNSUPPORTED)
    assert "not supported" in problem.reason
    assert len(ruleset.check("very")) == 1


def test_words_of_yaml_stay_words() -> None:
    rule = 'extends: existence\nmessage: "%s"\ntokens:\n  - yes\n  - no\n  - on\n  - off\n  - 1.10\n  - 2026-01-02\n'
    text = "yes no on off 1.10 2026-01-02"
    assert [finding.message for finding in Ruleset.read({"T.Words": rule}).check(text)] == text.split()


def test_keys_may_be_written_in_any_case() -> None:
    rule = "extends: existence\nmessage: x\nignoreCase: true\ntokens: very\n"
    assert len(Ruleset.read({"T.Case": rule}).check("Very")) == 1


def test_a_consistency_rule_does_not_mind_other_keys_as_in_vale() -> None:
    assert Ruleset.read({"T.C": "extends: consistency\nmessage: x\nother: 1\neither:\n  a: b\n"}).problems == ()
