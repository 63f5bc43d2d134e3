"""Many patterns in one frame, `\\b(?:…|…)\\b`: of a long list only those are tried of which a text holds a word."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from govdesk.voice.patterns.needles import needles
from govdesk.voice.patterns.searching import Index, Pattern, Searched

LONG = 12
"""From so many on, looking which of them can match at all costs less than one search for all."""
FEW = 6
"""So many are found sooner one by one than as one alternation."""
LEANS = re.compile(r"\\[1-9]|\(\?[imsnx-]+\)")
"""A pattern that counts groups, or switches a flag for those behind it, cannot stand alone."""
NAMED = re.compile(r"\(\?P?<\w")


class Found(NamedTuple):
    start: int
    end: int
    number: int
    """Which of the patterns matched."""


class Alternatives:
    """As one alternation would match: leftmost first, at one place the pattern that stands first."""

    def __init__(self, before: str, patterns: Sequence[str], after: str) -> None:
        """`patterns` have no groups that capture, but for named ones. Raises PatternError."""
        self._frame = before, after
        self._patterns = patterns
        self.whole = Pattern.of(before + "|".join(f"({pattern})" for pattern in patterns) + after)
        self._numbers: dict[int, int] = {}
        group = 1
        for number, pattern in enumerate(patterns):
            self._numbers[group] = number
            group += 1 + len(NAMED.findall(pattern))
        alone = len(patterns) >= LONG and not any(LEANS.search(text) for text in (before, *patterns))
        self._alone, self._index = alone, Index([needles(pattern) for pattern in patterns])
        self._single: dict[int, Pattern] = {}

    def each(self, searched: Searched) -> Iterator[Found]:
        """Raises TooSlow."""
        if self._alone and len(possible := self._index.all(searched)) <= FEW:
            return self._one_by_one(searched, possible)
        return self._at_once(searched)

    def may_match(self, searched: Searched) -> bool:
        return self._index.has_any(searched)

    def _at_once(self, searched: Searched) -> Iterator[Found]:
        for match in self.whole.each(searched):
            group = next(group for group in self._numbers if match.start(group) >= 0)
            yield Found(match.start(group), match.end(group), self._numbers[group])

    def _one_by_one(self, searched: Searched, possible: Sequence[int]) -> Iterator[Found]:
        at, heads = 0, {number: self._next(number, searched, 0) for number in possible}
        while ahead := {number: match for number, match in heads.items() if match}:
            number, match = min(ahead.items(), key=lambda head: (head[1].start(), head[0]))
            yield Found(match.start(1), match.end(1), number)
            at = match.end() + (match.end() == match.start())
            for other, head in ahead.items():
                if head.start() < at:
                    heads[other] = self._next(other, searched, at)

    def _next(self, number: int, searched: Searched, at: int) -> "regex.Match[str] | None":
        if number not in self._single:
            before, after = self._frame
            self._single[number] = Pattern.of(f"{before}({self._patterns[number]}){after}")
        return self._single[number].first(searched, at)
