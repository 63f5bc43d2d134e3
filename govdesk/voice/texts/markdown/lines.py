"""Where the content of a Markdown block stands in its source: without the marks and indents before each line."""

import re
from dataclasses import dataclass
from itertools import accumulate

from govdesk.voice.texts.blocks import Builder, Placed

FRONT = re.compile(r"\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Source:
    """A text, and where each of its lines begins."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Source":
        lines = text.split("\n")
        return cls(text, tuple(accumulate((len(line) + 1 for line in lines), initial=0))[: len(lines)])

    def line(self, number: int) -> str:
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[start:end]

    def place(self, content: str, first: int, last: int, after: int = 0) -> Placed:
        """`content`, made of the lines from `first` up to `last`, with its places; in the first line it stands
        behind the column `after`."""
        builder = Builder()
        number, column = first, after
        for index, piece in enumerate(content.split("\n")):
            if index:
                builder.add("\n", self.starts[number] - 1 if number < len(self.starts) else None)
            at = -1
            while number < min(last, len(self.starts)) and at < 0:
                at = self.line(number).find(piece, column)
                if at < 0:
                    number, column = number + 1, 0
            if at < 0 and "|" in piece:
                self._place_cell(builder, piece, first, after)
            else:
                builder.add(piece, self.starts[number] + at if at >= 0 else None)
            number, column = number + 1, 0
        return builder.placed()

    def _place_cell(self, builder: Builder, cell: str, number: int, after: int) -> None:
        """A cell of a table, in whose source each bar stands behind a backslash."""
        at = self.line(number).find(cell.replace("|", "\\|"), after)
        for index, letter in enumerate(cell):
            bars = cell.count("|", 0, index + 1)
            builder.add(letter, self.starts[number] + at + index + bars if at >= 0 else None)


def without_front_matter(text: str) -> str:
    """`text` with the lines of its front matter emptied; it stays as long as it was."""
    front = FRONT.match(text)
    return re.sub(r"[^\n]", " ", front[0]) + text[front.end() :] if front else text
