"""Where sentences end."""

import pytest

from govdesk.voice.texts.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["It is so.", "It was so!", "Was it?"],
        ["See Dr. Grace Hall at 5 p.m. on Friday.", "Bring e.g. a pen."],
        ["He lives in the U.S. and works.", "I like it."],
        ["They moved to the U.S.", "They like it."],
        ["He said “Stop.” and went.", "So did she."],
        ["Wait ... what?", "No."],
        ["Version 2.0 is out.", "Get it at example.org now."],
        ["“Is it?” she asked.", "(It is.)", "Good."],
        ["This is No. 5 of the list."],
        ["No end"],
    ],
)
def test_a_text_is_cut_into_its_sentences(parts: list[str]) -> None:
    text = "  " + "\n".join(parts) + " "
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_nothing_has_no_sentence() -> None:
    assert sentences(" \n ") == []
