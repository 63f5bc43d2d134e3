"""A Markdown document, taken apart."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from govdesk.voice.texts.blocks import Placed
from govdesk.voice.texts.documents import Document, Part
from govdesk.voice.texts.markdown.html import comments_of, prose_of
from govdesk.voice.texts.markdown.inline import Prose, Reader, without_bare_links
from govdesk.voice.texts.markdown.lines import Source, without_front_matter

TASK = re.compile(r"\[[ xX]\] ")
CONTAINERS = {
    "blockquote": ("blockquote",), "list_item": ("list",), "th": ("table", "header"), "td": ("table", "cell"),
}  # fmt: skip


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # Letters behind a backslash and names of letters stay tokens of their own, and so keep their places.
    parser.core.ruler.disable("text_join")
    return parser


def read(text: str) -> Document:
    """The parts of `text`, whose lines end in `\\n`."""
    shown = without_front_matter(text)
    return _Walk(Source.of(shown)).over(_parser().parse(shown))


class _Walk:
    def __init__(self, source: Source) -> None:
        self.source, self.document = source, Document()
        self.within: list[tuple[str, ...]] = []
        self.cells: dict[int, int] = {}
        """How far the row of each line was read: cells of one row may say the same."""

    def over(self, tokens: list[Token]) -> Document:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            elif token.type == "html_block":
                self._html(token)
            elif token.type in {"fence", "code_block"}:
                self.document.counts["pre"] += 1
            elif token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                self.within.pop()
        return self.document

    def _enter(self, token: Token) -> None:
        kind = token.type.removesuffix("_open")
        sections = ("heading", token.tag) if kind == "heading" else CONTAINERS.get(kind, ())
        self.within.append(sections)

    def _sections(self) -> tuple[str, ...]:
        return next((sections for sections in self.within if sections), ())

    def _inline(self, token: Token) -> None:
        first, last = token.map or [0, len(self.source.starts)]
        content = self.source.place(token.content, first, last, self.cells.get(first, 0))
        if ("table", "header") in self.within or ("table", "cell") in self.within:
            self._passed(first, content)
        prose = Reader(content).read(token.children or [])
        self._take(without_bare_links(prose.builder.placed()), prose)

    def _passed(self, line: int, cell: Placed) -> None:
        if cell.runs:
            self.cells[line] = cell.runs[-1].source + cell.runs[-1].length - self.source.starts[line]

    def _take(self, placed: Placed, prose: Prose) -> None:
        sections = self._sections()
        if sections == ("list",) and (task := TASK.match(placed.text)):
            placed = placed.part(task.end(), len(placed.text))
        self.document.comments += prose.comments
        lead = len(placed.text) - len(placed.text.lstrip())
        placed = placed.part(lead, max(lead, len(placed.text.rstrip())))
        if placed.text:
            self.document.counts["_".join(sections)] += 1
            self.document.parts.append(Part(placed, sections))
        self.document.parts += [Part(span, (scope,), is_text=False) for scope, span in prose.spans]
        self.document.parts += [Part(picture, ("attr", "alt")) for picture in prose.pictures]

    def _html(self, token: Token) -> None:
        first, last = token.map or [0, 0]
        start = self.source.starts[first]
        end = self.source.starts[last] if last < len(self.source.starts) else len(self.source.text)
        html = self.source.text[start:end]
        self.document.comments += [(start + found.start(), found[0]) for found in comments_of(html)]
        self.document.parts += self._prose_of(html, start)

    def _prose_of(self, html: str, start: int) -> Iterator[Part]:
        for piece in prose_of(html, start):
            yield Part(without_bare_links(piece.placed), self._sections() or piece.sections)
