"""In a post, addresses, mentions, tags, names of letters and emoji are no prose; in a file they are, as to Vale."""

import pytest

from govdesk.voice.ruleset import Ruleset

RULES = Ruleset.read({"T.Signs": "extends: existence\nmessage: \"%s\"\nnonword: true\ntokens:\n  - '[^\\s*]+'\n"})


@pytest.mark.parametrize(
    "said",
    [
        "https://example.org/very?a=b", "www.example.org/so", "@townhall", "@town@social.example", "#CleanAir",
        "$GOV", "&amp;", "&8221;", "&#x27;", "🎉", "👩‍💻", "👍🏽", "🇦🇹", "1️⃣", "❤️",
    ],
)  # fmt: skip
def test_what_is_no_prose_in_a_post(said: str) -> None:
    text = f"now {said} then"
    assert [finding.message for finding in RULES.check(text)] == ["now", "then"]
    assert [finding.message for finding in RULES.check(text, mask_social=False)] == text.split()


@pytest.mark.parametrize("said", ["it's", "3#4", "a@b", "AT&T;", "$5", "C#", "5*", "©", "#"])
def test_what_stays_prose(said: str) -> None:
    assert said.replace("*", "") in [finding.message for finding in RULES.check(f"now {said} then")]


def test_masks_move_nothing() -> None:
    text = "@town #air 🎉 now"
    finding = RULES.check(text)[0]
    assert text[finding.start : finding.end] == "now"
