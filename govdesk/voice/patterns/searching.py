"""A pattern that can be searched for: compiled, asked only when it can match, stopped when it takes too long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import regex

from govdesk.voice.patterns.dialect import translate
from govdesk.voice.patterns.needles import Needles, needles

PatternError = regex.error

GRAM = 4
PATIENCE = 0.025
"""Seconds of processor time that a rule may spend on an ordinary text."""


class TooSlow(Exception):
    """A search did not end in the time it was given."""


@dataclass(frozen=True)
class Searched:
    """A text as patterns see it, and the seconds that one search of it may take."""

    text: str
    seconds: float

    @cached_property
    def folded(self) -> str:
        return self.text.casefold()

    @cached_property
    def grams(self) -> frozenset[str]:
        """Every stretch of GRAM letters that it has."""
        folded = self.folded
        return frozenset(folded[at : at + GRAM] for at in range(len(folded) - GRAM + 1))


class Index:
    """Which of many patterns can match in a text at all; of most the answer is known from how their texts begin."""

    def __init__(self, wanted: Sequence[Needles | None]) -> None:
        self._always = [number for number, needles in enumerate(wanted) if needles is None]
        self._begins: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []
        for number, several in enumerate(wanted):
            for needle in several or ():
                place = self._begins.setdefault(needle[:GRAM], []) if len(needle) >= GRAM else self._short
                place.append((needle, number))
        self._grams = frozenset(self._begins)

    def _present(self, searched: Searched) -> Iterator[int]:
        # Most often nothing is there, and that is known soonest.
        if self._begins and not self._grams.isdisjoint(searched.grams):
            for gram in self._grams & searched.grams:
                for needle, number in self._begins[gram]:
                    if needle in searched.folded:
                        yield number
        for needle, number in self._short:
            if needle in searched.folded:
                yield number

    def has_any(self, searched: Searched) -> bool:
        return bool(self._always) or any(True for _number in self._present(searched))

    def all(self, searched: Searched) -> list[int]:
        return sorted({*self._always, *self._present(searched)})


@dataclass(frozen=True)
class Pattern:
    """`sees_edges`: see `Translated`."""

    source: str
    compiled: "regex.Pattern[str]"
    index: Index
    sees_edges: bool

    @classmethod
    def of(cls, source: str) -> Self:
        """Raises PatternError."""
        translated = translate(source)
        compiled = regex.compile(translated.text, regex.V0, cache_pattern=False)
        return cls(source, compiled, Index([needles(source)]), translated.sees_edges)

    def each(self, searched: Searched) -> Iterator["regex.Match[str]"]:
        """All matches that do not overlap, from left to right. Raises TooSlow."""
        if self.index.has_any(searched):
            try:
                yield from self.compiled.finditer(searched.text, timeout=searched.seconds)
            except TimeoutError:
                raise TooSlow from None

    def first(self, searched: Searched, start: int = 0) -> "regex.Match[str] | None":
        """Raises TooSlow."""
        if not self.index.has_any(searched):
            return None
        try:
            return self.compiled.search(searched.text, start, timeout=searched.seconds)
        except TimeoutError:
            raise TooSlow from None

    def is_in(self, text: str, seconds: float) -> bool:
        """Raises TooSlow."""
        return self.first(Searched(text, seconds)) is not None
