"""What each kind of rule finds besides what `test_agrees_with_vale` promises."""

import pytest

from govdesk.voice.findings import Action
from govdesk.voice.kinds.mending import mended
from tests.voice.linting import lint, ruleset


@pytest.mark.parametrize(
    ("heading", "right"),
    [
        ("A Day at the Office", True),
        ("A day at the office", False),
        ("What to Do in a Crisis", True),
        ("The End Of the World We Know It", True),
        ("The end Of the world As We know it", False),
        ("What NASA Knows", True),
    ],
)
def test_title_case(heading: str, right: bool) -> None:
    rule = "extends: capitalization\nscope: heading\nmatch: $title"
    assert (lint(f"# {heading}\n", rule) == []) == right


def test_sentence_case_begins_anew_behind_an_indicator() -> None:
    rule = "extends: capitalization\nscope: heading\nmatch: $sentence\nindicators:\n  - ':'"
    assert lint("# Two halves: One and two\n", rule) == []
    assert lint("# Two halves: one two\n", rule + "\nthreshold: 1") == ["1:3 'Two halves: one two'"]


@pytest.mark.parametrize(
    ("match", "good", "bad"),
    [("$lower", "all small", "Not small"), ("$upper", "LOUD", "Quiet"), ("[A-Z].*", "A1", "b2")],
)
def test_other_cases(match: str, good: str, bad: str) -> None:
    rule = f"extends: capitalization\nscope: heading\nmatch: '{match}'"
    assert lint(f"# {good}\n\n# {bad}\n", rule) == [f"3:3 '{bad}'"]


def test_a_title_is_mended_by_its_right_case() -> None:
    rule = "extends: capitalization\nscope: heading\nmatch: $sentence\naction:\n  name: replace"
    finding = ruleset(rule).check("# All Wrong Here\n", "markdown")[0]
    assert finding.action == Action("replace", ("All wrong here",))


def test_capitalized_substitutions_follow_the_text() -> None:
    rule = 'extends: substitution\nmessage: "%s"\nignorecase: true\ncapitalize: true\nswap:\n  utilize: use'
    assert lint("Utilize it, utilize it.", rule) == ["1:1 Use", "1:13 use"]


def test_repetition_allows_as_many_as_it_says() -> None:
    rule = "extends: repetition\nmax: 1\ntokens:\n  - \\w+"
    assert lint("go go", rule) == []
    assert lint("go go go", rule) == ["1:4 'go'"]


FOG = 'extends: readability\nmessage: "%s"\ngrade: 8\nmetrics:\n  - Gunning Fog'
HARD = "Notwithstanding considerable organizational complexity, representatives deliberated interminably."


def test_readability_measures_the_prose_as_a_whole() -> None:
    assert lint(f"# Title\n\nIt is so.\n\n{HARD}\n", FOG) == ["1:1 30.00"]
    assert lint("We go home. It is late.\n", FOG) == []


def test_a_file_of_plain_text_is_not_measured_but_a_post_is() -> None:
    assert lint(HARD, FOG, markup="text") == []
    assert [finding.message for finding in ruleset(FOG).check(HARD)] == ["42.80"]


def test_metric_of_a_paragraph_stands_where_the_paragraph_begins() -> None:
    rule = "extends: metric\nmessage: \"%s\"\nscope: paragraph\nformula: round(lix, 2)\ncondition: '> 60'"
    assert lint(f"It is so.\n\n{HARD}\n", rule) == ["3:1 107.00"]


def test_metric_knows_headings_lists_and_quotes() -> None:
    formula = "100 * heading.h2 + 10 * list + blockquote"
    rule = f"extends: metric\nmessage: \"%s\"\nformula: {formula}\ncondition: '> 0 && words > 1'"
    assert lint("## A\n\n## B\n\n- c\n- d\n\n> some more\n", rule) == ["1:1 221.00"]


@pytest.mark.parametrize(
    ("action", "instead"),
    [
        (Action("replace", ("a", "b")), ["a", "b"]),
        (Action("remove"), [""]),
        (Action("edit", ("truncate", " ")), ["the"]),
        (Action("edit", ("regex", "(t)he", "${1}o")), ["to to"]),
        (Action("edit", ("regex", "h", "$7")), ["the the"]),
        (Action("edit", ("remove", " ")), ["thethe"]),
        (Action("edit", ("replace", " ", "-")), ["the-the"]),
        (Action("edit", ("trim_right", "e")), ["the th"]),
        (Action("edit", ("split", " ", "1")), ["the"]),
        (Action("convert", ("simple",)), ["the the"]),
        (Action("suggest", ("words.tengo",)), []),
    ],
)
def test_what_mends_a_match(action: Action, instead: list[str]) -> None:
    assert mended(action, "the the") == instead


def test_a_limit_is_of_the_whole_text() -> None:
    rule = "extends: existence\nlimit: 2\ntokens:\n  - very"
    assert lint("very\n\nvery\n\nvery\n", rule) == ["1:1 'very'", "3:1 'very'"]
