"""Markdown as rules see it: which scope holds what, and where things stand in the source."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.voice.texts.markdown.document import read
from tests.voice.linting import lint

PAGE = """\
    ---
    title: XXX
    ---

    # One XXX and `XXX`

    Text XXX, **bold XXX**, *soft XXX*,
    [a XXX link](http://xxx.example/XXX "XXX"), http://example.org/XXX.

    - item XXX
      - nested XXX

    1. first

       loose XXX

    > quoted XXX
    > XXX again

    | head XXX | b |
    | --- | --- |
    | XXX | XXX |

    ```XXX
    XXX
    ```

        XXX

    <!-- XXX -->

    ![alt XXX](XXX.png)

    <details><summary>more XXX</summary></details>
"""


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        ("heading", ["5:7"]),
        ("heading.h2", []),
        ("paragraph", ["7:6", "7:18", "7:31", "8:4", "34:24"]),
        ("list", ["10:8", "11:12", "15:10"]),
        ("blockquote", ["17:10", "18:3"]),
        ("table.header", ["20:8"]),
        ("table.cell", ["22:3", "22:9"]),
        ("text.attr.alt", ["32:7"]),
        ("link", ["8:4"]),
        ("strong", ["7:18"]),
        ("emphasis", ["7:31"]),
        ("code", ["5:16"]),
        ("[heading, blockquote]", ["5:7", "17:10", "18:3"]),
        (
            "text & ~paragraph & ~list & ~table & ~attr",
            ["5:7", "7:6", "7:18", "7:31", "8:4", "17:10", "18:3", "34:24"],
        ),
    ],
)
def test_a_scope_holds_its_part_of_the_page(scope: str, places: list[str]) -> None:
    rule = f"extends: existence\nmessage: x\nscope: {scope}\ntokens:\n  - XXX"
    assert [line.partition(" ")[0] for line in lint(PAGE, rule)] == places


def test_raw_is_the_file_as_it_is() -> None:
    rule = "extends: existence\nscope: raw\ntokens:\n  - XXX"
    assert len(lint(PAGE, rule)) == dedent(PAGE).count("XXX")


def test_code_is_masked_and_keeps_its_length() -> None:
    assert lint("So where `very` is set.", "extends: existence\ntokens:\n  - very") == []
    assert lint("So where `very` is set.", "extends: existence\nnonword: true\ntokens:\n  - 'where [*]+ is'") == [
        "1:4 'where **** is'"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a \\* very", "1:6"),
        ("a &amp; very", "1:9"),
        ("a **very** b", "1:5"),
        ("[very](http://very.example) very", "1:2"),
        ("<span>x</span> very", "1:16"),
        ("| a | very |\n|---|---|\n| a | b |", "1:7"),
        ("| a | x \\| very |\n|---|---|\n| a | b |", "1:12"),
        ("- [x] very", "1:7"),
        ("> - > very", "1:7"),
        ("\tcode\n\nvery", "3:1"),
        ("Setext very\n===", "1:8"),
        ("a  \nvery", "2:1"),
        ("ä 😀 very", "1:5"),
    ],
)
def test_places_are_those_of_the_source(text: str, place: str) -> None:
    assert lint(text, "extends: existence\ntokens:\n  - very")[0] == f"{place} 'very'"


PIECES = ["*", "**", "`", "[", "](x)", "](", ")", "<b>", "</b>", "\n", "\n\n", "> ", "- ", "# ", "|", "\n|-|-|\n"]
MARKS = st.lists(st.sampled_from([*PIECES, "very", " ", "\\", "&amp;", "<!-- c -->", "    "]), max_size=25).map(
    "".join
)


@given(MARKS)
def test_a_word_stands_where_it_is_said_to_stand(text: str) -> None:
    for part in read(text).parts:
        start = part.placed.text.find("very")
        if start >= 0 and (span := part.placed.span(start, start + 4)):
            assert text[slice(*span)] == "very"
