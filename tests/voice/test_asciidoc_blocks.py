"""The plain parts of AsciiDoc as rules see them."""

import pytest

from tests.voice.linting import lint

PAGE = """\
= Title XXX

:attribute: XXX
// XXX

Text XXX, *bold XXX*, `XXX`, {XXX},
https://xxx.example/XXX[a XXX link], https://example.org/XXX.

[source,XXX]
----
XXX
----

.A caption XXX
* item XXX
.. nested XXX

|===
| cell XXX | XXX
|===

== Next XXX
// vale off
XXX
// vale on
"""


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        ("heading.h1", ["1:9"]),
        ("heading.h2", ["22:9"]),
        ("paragraph", ["6:6", "6:17", "7:27", "14:12"]),
        ("list", ["15:8", "16:11"]),
        ("table.cell", ["19:8", "19:14"]),
    ],
)
def test_a_scope_holds_its_part_of_the_page(scope: str, places: list[str]) -> None:
    rule = f"extends: existence\nmessage: x\nscope: {scope}\ntokens:\n  - XXX"
    assert [line.partition(" ")[0] for line in lint(PAGE, rule, markup="asciidoc")] == places


def test_text_behind_emphasis_keeps_its_place() -> None:
    assert lint("An *odd* _very_ big\n", "extends: existence\ntokens:\n  - odd very", markup="asciidoc") == [
        "1:5 'odd very'"
    ]
