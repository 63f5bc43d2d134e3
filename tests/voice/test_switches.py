"""Comments in a text that switch rules off and on."""

from tests.voice.linting import lint

VERY = "extends: existence\ntokens:\n  - very\n  - so"
QUITE = "extends: existence\ntokens:\n  - quite"


def test_all_rules_rest_between_off_and_on() -> None:
    assert lint("very\n\n<!-- vale off -->\n\nvery\n\n<!-- vale on -->\n\nvery\n", VERY) == [
        "1:1 'very'",
        "9:1 'very'",
    ]


def test_one_rule_rests() -> None:
    text = "<!-- vale T.R1 = NO -->\n\nvery quite\n\n<!-- vale T.R1 = YES -->\n\nvery\n"
    assert lint(text, VERY, QUITE) == ["3:6 'quite'", "7:1 'very'"]


def test_one_match_of_a_rule_rests() -> None:
    assert lint('<!-- vale T.R1["very"] = NO -->\n\nvery so\n', VERY) == ["3:6 'so'"]


def test_a_whole_style_rests() -> None:
    assert lint("<!-- vale T = NO -->\n\nvery\n", VERY) == []


def test_only_the_styles_that_are_named_stay() -> None:
    assert lint("<!-- vale style = Other -->\n\nvery\n", VERY) == []
    assert lint("<!-- vale styles = T, Other -->\n\nvery\n", VERY) == ["3:1 'very'"]


def test_a_comment_inside_a_paragraph_holds_from_there() -> None:
    assert lint(
        "- very\n      <!-- vale T.R1 = NO -->\n      very\n      <!-- vale T.R1 = YES -->\n      very\n", VERY
    ) == [
        "1:3 'very'",
        "5:7 'very'",
    ]


def test_rules_for_the_whole_file_heed_only_off() -> None:
    raw = VERY + "\nscope: raw"
    assert lint("<!-- vale T.R1 = NO -->\n\nvery\n", raw) == ["3:1 'very'"]
    assert lint("<!-- vale off -->\n\nvery\n", raw) == []
