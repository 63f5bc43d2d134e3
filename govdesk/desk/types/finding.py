"""Which request type somebody means who writes a few words. Pure: no database, no other program."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govdesk.desk.types.content import TypeContent
from govdesk.desk.types.reading import RequestType

MOST_FOUND = 5
LONGEST_QUESTION = 300
_WORD = re.compile(r"[a-z0-9]+")
_SAYS_NOTHING = frozenset(
    _WORD.findall(
        "a an and any are as at be by can cannot do does for from get have he how i if in is it its me my no not of"
        " on or our please she so that the their them there they this to up us was we what when where which who"
        " will with you your account accounts need want help new someone somebody"
    )
)
"""Words that stand in every request; alone they find nothing."""
_PHRASE, _SYNONYM, _TITLE, _SUMMARY, _QUESTION = 8, 4, 4, 2, 1
_SHORTEST_BEGINNING = 4
"""Letters from which on the beginning of a word counts as the word: people have not typed the rest yet."""


@dataclass(frozen=True)
class Match:
    """A type, and how much speaks for it."""

    type: RequestType
    score: int


def ranked(types: Iterable[RequestType], question: str) -> Sequence[Match]:
    """The types that some words speak for, the likeliest first; at most `MOST_FOUND`."""
    said = folded(question[:LONGEST_QUESTION])
    words = [word for word in dict.fromkeys(_WORD.findall(said)) if word not in _SAYS_NOTHING]
    found = [Match(one, _score(one.content, said, words)) for one in types if one.content.offered]
    found = [match for match in found if match.score]
    return sorted(found, key=lambda match: (-match.score, match.type.content.title))[:MOST_FOUND]


def _score(content: TypeContent, said: str, words: Sequence[str]) -> int:
    padded = f" {' '.join(_WORD.findall(said))} "
    phrases = [" ".join(_WORD.findall(folded(phrase))) for phrase in content.words]
    score = sum(_PHRASE for phrase in phrases if f" {phrase} " in padded)
    if not words:
        return score
    parts = (
        (_SYNONYM, " ".join(phrases)),
        (_TITLE, content.title),
        (_SUMMARY, content.summary),
        (_QUESTION, " ".join(f"{one.label} {' '.join(one.choices.values())}" for one in content.fields)),
    )
    for weight, text in parts:
        there = set(_WORD.findall(folded(text)))
        score += weight * sum(1 for word in words if _is_among(word, there))
    return score


def _is_among(word: str, there: set[str]) -> bool:
    """Itself, a word it begins, or another form of it: `post` and `posts`, `block` and `blocked`."""
    if word in there:
        return True
    if len(word) < _SHORTEST_BEGINNING:
        return False
    return any(one.startswith(word) or (len(one) >= _SHORTEST_BEGINNING and _is_form(one, word)) for one in there)


def _is_form(stem: str, word: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= len("ing")


def folded(text: str) -> str:
    """Without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
