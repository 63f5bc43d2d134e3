"""A text cut into the blocks that some rules ask for, and where its lines begin."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex

from govdesk.voice.patterns.searching import Searched
from govdesk.voice.texts import asciidoc
from govdesk.voice.texts.blocks import Block, Builder, Memory, Placed, whole
from govdesk.voice.texts.documents import Document, Part
from govdesk.voice.texts.markdown import document as markdown
from govdesk.voice.texts.plain import paragraphs
from govdesk.voice.texts.sentences import sentences
from govdesk.voice.texts.social import masked

Markup = Literal["text", "markdown", "asciidoc"]
READERS: dict[str, Callable[[str], Document]] = {"markdown": markdown.read, "asciidoc": asciidoc.read}
EXTENSIONS: dict[str, str] = {"text": "txt", "markdown": "md", "asciidoc": "adoc"}
"""How scopes call them (`text.md`)."""
MEASURED = ((), ("list",), ("blockquote",))
"""Parts that count in a summary: headings, tables and pictures do not."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Given:
    """A text as it was given; inside, lines end in `\\n`."""

    original: str

    @cached_property
    def text(self) -> str:
        # A null is what Markdown takes for a letter that is none.
        return self.original.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in regex.finditer("\n", self.text))]

    @cached_property
    def _joined(self) -> list[int]:
        """Ends of lines that are two characters in the original."""
        ends = [found.start() for found in regex.finditer("\r\n", self.original)]
        return [end - before for before, end in enumerate(ends)]

    def position(self, at: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def offset(self, at: int) -> int:
        """The place in the original."""
        return at + bisect_left(self._joined, at)


@dataclass(frozen=True)
class Cutting:
    """How one text is to be cut. `is_post`: a draft, whose addresses, mentions, tags and emoji are no prose."""

    given: Given
    markup: Markup
    is_post: bool
    wanted: frozenset[str]
    """Sections of scopes that rules ask for."""
    seconds: float
    """That one search of a block may take."""
    memory: Memory
    ignored: Sequence[str] = ()
    """Patterns of what is no prose in this text."""

    @cached_property
    def document(self) -> Document:
        if reader := READERS.get(self.markup):
            return reader(self.given.text)
        return Document(parts=[Part(whole(self.given.text), ())])

    def blocks(self) -> Iterator[Block]:
        """Part by part: its paragraphs, its sentences, itself; at the end the summary and the raw text."""
        summary = Builder()
        for part in self.document.parts:
            placed = self._prose(part.placed)
            yield from self._blocks_of(part, placed)
            if part.is_text and part.sections in MEASURED:
                summary.extend(placed)
                summary.add("\n\n", None)
        if "summary" in self.wanted and (self.markup != "text" or self.is_post):
            yield self._block(summary.placed(), ("summary",))
        if "raw" in self.wanted:
            yield self._block(whole(self.given.text), ("raw",))

    def _blocks_of(self, part: Part, placed: Placed) -> Iterator[Block]:
        if not part.is_text:
            if any(section in self.wanted for section in part.sections):
                yield self._block(placed, part.sections)
            return
        sections = ("text", *part.sections)
        if part.is_paragraph and "paragraph" in self.wanted:
            yield from (self._block(one, ("paragraph", *sections)) for one in self._paragraphs(placed))
        if "sentence" in self.wanted:
            for start, end in sentences(placed.text):
                yield self._block(placed.part(start, end), ("sentence", *sections))
        yield self._block(placed, sections)

    def _paragraphs(self, placed: Placed) -> Iterable[Placed]:
        return paragraphs(placed) if self.markup == "text" else [placed]

    def _block(self, placed: Placed, sections: Iterable[str]) -> Block:
        scope = frozenset((*sections, EXTENSIONS[self.markup]))
        return Block(placed, scope, Searched(placed.text, self.seconds), self.memory)

    def _prose(self, placed: Placed) -> Placed:
        hidden = self._hidden
        if hidden:
            text = list(placed.text)
            for run in placed.runs:
                for low, high in hidden:
                    for at in range(max(low, run.source), min(high, run.source + run.length)):
                        text[run.at + at - run.source] = "*"
            placed = Placed("".join(text), placed.runs)
        return masked(placed) if self.is_post else placed

    @cached_property
    def _hidden(self) -> list[Span]:
        return [span for pattern in self.ignored for span in _spans(pattern, self.given.text, self.seconds)]


def _spans(pattern: str, text: str, seconds: float) -> Iterator[Span]:
    """What the pattern, or its first group, matches; nothing when it cannot be read or takes too long."""
    try:
        for match in regex.compile(pattern, regex.MULTILINE).finditer(text, timeout=seconds):
            yield match.span(1) if match.re.groups and match.start(1) >= 0 else match.span()
    except (regex.error, TimeoutError):
        return
