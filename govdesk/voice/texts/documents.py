"""A document as a list of parts, each with its scope, in the order of the text."""

from collections import Counter
from dataclasses import dataclass, field

from govdesk.voice.texts.blocks import Placed


@dataclass(frozen=True)
class Part:
    """`sections` name its scope besides `text`; a span (a link, an emphasis) is no text of its own."""

    placed: Placed
    sections: tuple[str, ...]
    is_text: bool = True

    @property
    def is_paragraph(self) -> bool:
        return self.is_text and not self.sections


@dataclass
class Document:
    parts: list[Part] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """Headings, lists, quotes and code blocks, by the names that formulas use."""
