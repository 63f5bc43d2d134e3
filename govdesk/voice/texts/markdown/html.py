"""HTML inside Markdown: what its tags hold is prose, too; comments may switch rules."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from govdesk.voice.texts.blocks import Builder, Placed
from govdesk.voice.texts.wordlists import words

TAG = r"<(?P<end>/?)(?P<tag>[A-Za-z][\w-]*)[^>]*>|(?P<text>[^<]+|<)"
WITHOUT_COMMENTS = re.compile(TAG)
WITHOUT_TAGS = re.compile(r"(?P<end>)(?P<tag>)(?P<text>.+)", re.DOTALL)
WITH_COMMENTS = re.compile(rf"<!--.*?-->|{TAG}", re.DOTALL)
COMMENT, COMMENT_END = re.compile(r"<!--.*?-->", re.DOTALL), "-->"
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

    for piece in _pieces(html):
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


def comments_of(html: str) -> Iterator[re.Match[str]]:
    return COMMENT.finditer(html, 0, html.rfind(COMMENT_END) + len(COMMENT_END))


def _pieces(html: str) -> Iterator[re.Match[str]]:
    """Tags and texts. Behind the end of the last comment, or tag, nobody looks for another: each of many beginnings
    without an end would be sought to the end of the text."""
    end = html.rfind(COMMENT_END) + len(COMMENT_END) if COMMENT_END in html else 0
    yield from WITH_COMMENTS.finditer(html, 0, end)
    last = max(html.rfind(">") + 1, end)
    yield from WITHOUT_COMMENTS.finditer(html, end, last)
    yield from WITHOUT_TAGS.finditer(html, last)
