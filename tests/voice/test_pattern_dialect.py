"""Patterns as rule files write them, in the `regex` module."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from govdesk.voice.patterns.alternatives import Alternatives
from govdesk.voice.patterns.dialect import translate
from govdesk.voice.patterns.needles import needles
from govdesk.voice.patterns.searching import Pattern, Searched


def found(pattern: str, text: str) -> list[str]:
    return [match[0] for match in Pattern.of(pattern).each(Searched(text, 1))]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        pytest.param(r"end$", "the end\n", [], id="an end is no end before a last newline"),
        pytest.param(r"(?m)end$", "end\nend", ["end", "end"], id="with m each line ends"),
        pytest.param(r"^a", "a\na", ["a"], id="a text begins once"),
        pytest.param(r"x(?m)^a", "xa\na", [], id="m holds from where it stands"),
        pytest.param(r"^a(?m)|b$", "b\nb", ["b", "b"], id="m holds behind a bar"),
        pytest.param(r"a(?i)b|c", "AB aB C", ["aB", "C"], id="i holds until its group ends"),
        pytest.param(r"(?:a(?i)b)c", "aBC aBc", ["aBc"], id="and not longer"),
        pytest.param(r"(?i)x(?-i:Y)", "XY Xy", ["XY"], id="flags are switched off in a group"),
        pytest.param(r"(?-i)Foo|(?-i)Bar", "Foo bar Bar", ["Foo", "Bar"], id="switching twice is switching once"),
        pytest.param(r"a\z|b\Z", "b\n", ["b"], id="ends of .NET"),
        pytest.param(r"\x{00e4}\pL", "äx", ["äx"], id="letters by number and kind"),
        pytest.param(r"\p{Lu}\p{Ll}{2}", "abc Def", ["Def"], id="kinds of letters in braces"),
        pytest.param(r"a{,2}", "aa a{,2}", ["a{,2}"], id="a brace that counts nothing is a brace"),
        pytest.param(r"a{e<=1}", "a{e<=1} b", ["a{e<=1}"], id="nothing is matched nearly"),
        pytest.param(r"(?<w>\w)\k<w>", "aabc", ["aa"], id="named groups"),
        pytest.param(r"[[a]+", "[a", ["[a"], id="a bracket in a set"),
        pytest.param(r"(?#note)a", "a", ["a"], id="remarks"),
        pytest.param(r"(?x)a b # two", "ab", ["ab"], id="space that does not count"),
        pytest.param(r"(?<!:[^ ]+?):\s[A-Z]", "a: B c:d: E", [": B"], id="looking behind any length"),
        pytest.param(r"\b\w+\b", "naïve ñandú ٣٤", ["naïve", "ñandú", "٣٤"], id="words of all languages"),
        pytest.param(r"\s", "a\u00a0b", ["\u00a0"], id="space that does not break"),
    ],
)
def test_means_what_it_means_to_vale(pattern: str, text: str, matches: list[str]) -> None:
    assert found(pattern, text) == matches


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("foo", {"foo"}),
        ("foo|bar", {"foo", "bar"}),
        ("(?:dev|developer) key", {" key"}),
        ("colou?r", {"colo"}),
        ("Gr(?:e|a)y matter", {"y matter"}),
        ("[Jj]ava(?!Script)", {"java"}),
        (r"\d+", None),
        ("foo|", None),
        (r"x(?:foo)?", {"x"}),
        (r"a\.k\.a", {"a.k.a"}),
        ("STRASSE|straße", {"strasse"}),
    ],
)
def test_what_a_text_must_hold(pattern: str, expected: set[str] | None) -> None:
    assert needles(pattern) == (None if expected is None else frozenset(expected))


PIECES = st.sampled_from(
    [
        "a",
        "bc",
        "(?:a|b)",
        "c?",
        "(?:ab)+",
        "[ab]",
        "[Aa]",
        r"\.",
        "b{2}",
        "b{0,2}",
        r"\w",
        "(?!a)",
        "(?<=b)",
        "[[:alpha:]]",
        "(?P<n>a)",
        "(?>a|b)",
        "[]b]",
        "{",
        "^",
        "|",
        "(?i)",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.text("aAbBcC. ", max_size=12))
def test_no_match_is_lost_for_what_a_text_must_hold(pattern: str, text: str) -> None:
    searched = Searched(text, 5)
    plain = regex.search(translate(pattern).text, text, regex.V0)
    assert (Pattern.of(pattern).first(searched) is None) == (plain is None)


WORDS = st.lists(st.sampled_from(["ab", "abc", "a b", "bc", "c+", "b c", "aa", "ca"]), min_size=12, max_size=16)


@given(WORDS, st.text("abc ", max_size=30), st.sampled_from([(r"(?m)\b(?:", r")\b"), ("(?i)(?:", ")")]))
def test_many_patterns_one_by_one_find_what_they_find_at_once(
    patterns: list[str], text: str, frame: tuple[str, str]
) -> None:
    searched, alternatives = Searched(text, 5), Alternatives(frame[0], patterns, frame[1])
    whole = regex.compile(translate(frame[0] + "|".join(f"({one})" for one in patterns) + frame[1]).text)
    expected = [(match.start(), match.end(), (match.lastindex or 0) - 1) for match in whole.finditer(text)]
    assert [tuple(one) for one in alternatives.each(searched)] == expected
