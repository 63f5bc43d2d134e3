"""A block: a stretch of text that rules look at, and where each of its letters stands in the source."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from govdesk.voice.patterns.searching import Searched


class Run(NamedTuple):
    """`length` letters of a block from `at` on stand in the source from `source` on."""

    at: int
    source: int
    length: int


@dataclass(frozen=True)
class Placed:
    """Text with its place in the source; what has no place (a mask, a joint) lies between runs."""

    text: str
    runs: tuple[Run, ...]

    def source(self, at: int) -> int | None:
        """Where the letter at `at` stands; None when it stands nowhere."""
        position = bisect_right(self.runs, (at, float("inf"), 0)) - 1
        if position < 0:
            return None
        run = self.runs[position]
        return run.source + at - run.at if at < run.at + run.length else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the source from the first to the last letter that has a place; None when none has."""
        places = [place for at in range(start, end) if (place := self.source(at)) is not None]
        if places:
            return places[0], places[-1] + 1
        if start < end:
            return None
        here, before = self.source(start), self.source(start - 1)
        place = before + 1 if here is None and before is not None else here
        return None if place is None else (place, place)

    def part(self, start: int, end: int) -> "Placed":
        kept = []
        for position in range(max(bisect_right(self.runs, (start, float("inf"), 0)) - 1, 0), len(self.runs)):
            run = self.runs[position]
            if run.at >= end:
                break
            low, high = max(run.at, start), min(run.at + run.length, end)
            if low < high:
                kept.append(Run(low - start, run.source + low - run.at, high - low))
        return Placed(self.text[start:end], tuple(kept))


def whole(text: str, source: int = 0) -> Placed:
    """Text that stands in the source as it is."""
    return Placed(text, (Run(0, source, len(text)),) if text else ())


@dataclass
class Builder:
    """Puts placed text together."""

    pieces: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, source: int | None) -> None:
        """`source` is where it stands, letter by letter; None when it stands nowhere."""
        if source is not None and text:
            self.runs.append(Run(self.length, source, len(text)))
        self.pieces.append(text)
        self.length += len(text)

    def extend(self, placed: Placed) -> None:
        self.runs.extend(Run(run.at + self.length, run.source, run.length) for run in placed.runs)
        self.pieces.append(placed.text)
        self.length += len(placed.text)

    def placed(self) -> Placed:
        return Placed("".join(self.pieces), tuple(self.runs))


@dataclass
class Memory:
    """Of one text: what rules have met in its blocks so far, and how many headings, lists and quotes it has."""

    defined: set[str] = field(default_factory=set)
    met: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """`sections` are the parts of its scope (`text`, `heading`, `h2`, `md`); `searched` is its text for patterns."""

    placed: Placed
    sections: frozenset[str]
    searched: Searched
    memory: Memory

    @property
    def text(self) -> str:
        return self.placed.text
