"""A policy's Markdown as HTML that cannot do anything but be read, and its headings with their anchors."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

ANCHOR = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}$")
"""What stands behind a heading: `## Say who you are {#disclosure}`."""

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong"} | {
    "table", "tbody", "td", "th", "thead", "tr", "ul"
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"}}


@dataclass(frozen=True)
class Heading:
    """One heading of a text."""

    level: int
    title: str
    anchor: str | None
    line: int
    """Where it stands, from 1."""


@dataclass(frozen=True)
class Prose:
    """A text, ready to be shown."""

    html: Markup
    headings: tuple[Heading, ...]

    @property
    def sections(self) -> list[Heading]:
        """The table of contents."""
        return [heading for heading in self.headings if heading.level == 2 and heading.anchor]


@lru_cache(maxsize=64)
def prose(text: str) -> Prose:
    """`text` as HTML. Texts never change once published, so each is drawn once per process."""
    tokens = _MARKDOWN.parse(text)
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
    )
    return Prose(Markup(html), _headings(tokens))  # noqa: S704 - cleaned on the line above


def _take_anchors(state: StateCore) -> None:
    """Move `{#name}` from the words of a heading into its id."""
    for opening, words in pairwise(state.tokens):
        if opening.type == "heading_open" and (found := ANCHOR.search(words.content)):
            opening.attrs["id"] = found[1]
            words.content = words.content[: found.start()]


def _headings(tokens: list[Token]) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            level=int(opening.tag.removeprefix("h")),
            title="".join(part.content for part in words.children or ()),
            anchor=str(opening.attrs["id"]) if "id" in opening.attrs else None,
            line=opening.map[0] + 1 if opening.map else 1,
        )
        for opening, words in pairwise(tokens)
        if opening.type == "heading_open"
    )


def _markdown() -> MarkdownIt:
    # Pictures from elsewhere would tell another site who reads what; the browser would refuse them anyway.
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(["linkify", "table"]).disable("image")
    # Only what is written as an address becomes a link; roles.yml is a file, not a site in .yml.
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})
    parser.core.ruler.after("block", "anchors", _take_anchors)
    return parser


_MARKDOWN = _markdown()
