"""HTML inside Markdown: what its tags hold is prose, too; comments may switch rules."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from govdesk.voice.texts.blocks import Builder, Placed
from govdesk.voice.texts.wordlists import words

PIECE = re.compile(r"<!--(?P<comment>.*?)-->|<(?P<end>/?)(?P<tag>[A-Za-z][\w-]*)[^>]*>|(?P<text>[^<]+|<)", re.DOTALL)
SKIPPED = frozenset({"script", "style", "pre", "figure", "noscript", "iframe"})
HIDDEN = frozenset({"code", "kbd", "tt"})
INLINE = words("b big i small abbr acronym cite dfn em kbd strong a br img span sub sup code tt del")
SCOPES = {
    "th": ("table", "header"), "td": ("table", "cell"), "caption": ("table", "caption"), "li": ("list",),
    "blockquote": ("blockquote",), "figcaption": ("figure", "caption"),
} | {f"h{level}": ("heading", f"h{level}") for level in range(1, 7)}  # fmt: skip


class Piece(NamedTuple):
    """Prose and the sections of its scope."""

    placed: Placed
    sections: tuple[str, ...]


def prose_of(html: str, source: int) -> Iterator[Piece]:
    """What stands between the tags of `html`, which stands in the source from `source` on."""
    builder, tags = Builder(), list[str]()

    def done() -> Iterator[Piece]:
        nonlocal builder
        placed = builder.placed()
        if placed.text.strip():
            lead = len(placed.text) - len(placed.text.lstrip())
            sections = next((SCOPES[tag] for tag in tags if tag in SCOPES), ())
            yield Piece(placed.part(lead, len(placed.text.rstrip())), sections)
        builder = Builder()

    for piece in PIECE.finditer(html):
        tag = (piece["tag"] or "").lower()
        if text := piece["text"]:
            if not SKIPPED.intersection(tags):
                shown = unescape(text) if "&" in text else text
                hidden = bool(HIDDEN.intersection(tags))
                builder.add("*" * len(shown) if hidden else shown, source + piece.start())
        elif tag and tag not in INLINE:
            yield from done()
        if tag and piece["end"]:
            tags = tags[: len(tags) - 1 - tags[::-1].index(tag)] if tag in tags else tags
        elif tag and tag not in {"br", "img", "hr", "input"}:
            tags.append(tag)
    yield from done()
