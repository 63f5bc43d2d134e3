"""Title and sentence case, as Vale's converters make them."""

import re
from collections.abc import Callable, Iterable, Sequence

from govdesk.voice.patterns.searching import PATIENCE, Pattern, PatternError, Searched
from govdesk.voice.texts.wordlists import words

SMALL = words("a an and as at but by en for if in nor of on or per the to vs vs. via v v.")
PREPOSITIONS = words(
    """
    with from into during including until against among throughout despite towards upon concerning about over through
    before between after since without under within along following across beyond around down near above
    """
)
PART = re.compile(r"[^\W_][^\s/-]*")
NUMBERED = re.compile(r"\d+\.")
PLAIN = {ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'", ord("–"): "-", ord("—"): "-"}

Indicates = Callable[[str, int], bool]


class Vocabulary:
    """Words that are written as they are; entries are patterns."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = [(term, _compiled(term)) for term in sorted(terms, key=lambda term: -len(term.encode()))]

    def written(self, word: str) -> str:
        """How `word` is to be written; empty when it is no entry. Raises TooSlow."""
        searched = Searched(word, PATIENCE)
        for term, pattern in self._terms:
            if term.casefold() == word.casefold():
                return term
            if pattern and pattern.first(searched):
                return word
        return ""


def _compiled(term: str) -> Pattern | None:
    try:
        return Pattern.of(term)
    except PatternError:
        return None


def sentence_case(tokens: Sequence[str], vocabulary: Vocabulary, indicates: Indicates) -> list[str]:
    """Each of the tokens as it would stand in a sentence; behind one that `indicates`, one begins anew."""
    made = []
    for number, token in enumerate(tokens):
        begins = number == 0 or indicates(tokens[number - 1], number - 1)
        made.append(vocabulary.written(token) or (_upper(token.lower()) if begins else token.lower()))
    return made


def title_case(text: str, vocabulary: Vocabulary, *, chicago: bool) -> str:
    """`text` as a title; small words stay small unless they are first or last."""
    plain, last = text.translate(PLAIN), len(text)

    def one(match: re.Match[str]) -> str:
        word, start, end = match[0], match.start(), match.end()
        if known := vocabulary.written(word):
            return known
        small = word.lower() in SMALL or (chicago and word.lower() in PREPOSITIONS)
        bounding = start == 0 or end == last
        return word.lower() if small and not bounding and _stays_small(plain, start, end) else _upper(word)

    return PART.sub(one, text)


def _stays_small(plain: str, start: int, end: int) -> bool:
    """Not behind a colon or a dash, nor as the first half of a word with a hyphen."""
    before, above = plain[start - 1 : start], plain[max(start - 2, 0) : start - 1]
    return before in {" ", "-", "/"} and above not in {":", "-"} and (plain[end : end + 1] != "-" or before == "-")


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]


def indicating(suffixes: Sequence[str]) -> Indicates:
    """Behind such a suffix, and behind the number of a list, words begin as sentences do."""

    def indicates(word: str, number: int) -> bool:
        ends = any(len(word) > len(suffix) and word.endswith(suffix) for suffix in suffixes)
        return ends or (number == 0 and NUMBERED.search(word) is not None)

    return indicates
