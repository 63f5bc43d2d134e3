"""What a rule does not mean: its exceptions and, for rules about words, the accepted vocabulary."""

import re
from collections.abc import Sequence
from typing import Self

from govdesk.voice.patterns.searching import Pattern, Searched

SEVERAL = re.compile(r"[ \t]|\\s")


class Exceptions:
    """Searched for inside a match, longest first, bounded by words and with regard to case; exceptions of several
    words also shield a match that lies within them."""

    def __init__(self, terms: Sequence[str]) -> None:
        """Raises PatternError."""
        longest_first = sorted(terms, key=lambda term: -len(term.encode()))
        cased = [term if term.startswith("(?i)") else f"(?-i){term}" for term in longest_first]
        phrases = [term for term in terms if SEVERAL.search(term)]
        self.terms = longest_first
        self.source = rf"(?m)\b(?:{'|'.join(cased)})\b" if cased else ""
        self._pattern = Pattern.of(self.source) if cased else None
        self._phrases = Pattern.of(rf"(?i)\b(?:{'|'.join(phrases)})\b") if phrases else None

    @classmethod
    def of(cls, own: Sequence[str], vocabulary: Sequence[str], *, takes_vocabulary: bool) -> Self:
        return cls([*own, *vocabulary] if takes_vocabulary else own)

    def allow(self, matched: str, seconds: float) -> bool:
        return self._pattern is not None and self._pattern.is_in(matched, seconds)

    def shield(self, searched: Searched, start: int, end: int) -> bool:
        """Whether the match lies within an exception of several words."""
        return self._phrases is not None and any(
            phrase.start() <= start and end <= phrase.end() for phrase in self._phrases.each(searched)
        )

    def excuse(self, searched: Searched, start: int, end: int) -> bool:
        matched = searched.text[start:end].strip()
        return self.allow(matched, searched.seconds) or self.shield(searched, start, end)
