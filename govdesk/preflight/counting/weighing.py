"""X weighs: Latin and most European letters 1, all others 2, an emoji 2, an address 23, after normalising to NFC.

Source: developers' documentation of X, "Counting characters", and version 3 of twitter-text's configuration.
"""

import unicodedata
from collections.abc import Iterator

import regex

from govdesk.preflight.counting.addresses import addresses
from govdesk.preflight.counting.emoji import EMOJI
from govdesk.preflight.counting.pieces import Piece, graphemes

ADDRESS_WEIGHS = 23
EMOJI_WEIGHS = 2
_LIGHT = regex.compile(r"[\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
_INVALID = regex.compile(r"[\uFFFE\uFEFF\uFFFF]")
_ADDRESSED = regex.compile(r"(?:[@＠][A-Za-z0-9_]{1,15}\s+)+")


def weighed(text: str) -> Iterator[Piece]:
    """The pieces of a post, with their places in `text` as it was written."""
    normal, origin = _normalised(text)
    return (Piece(origin[piece.start], origin[piece.end], piece.weight) for piece in _weighed(normal))


def weighed_as_reply(text: str) -> Iterator[Piece]:
    """The same for an answer: whom it answers, at its beginning, X fills in by itself and does not count."""
    free = _ADDRESSED.match(text)
    after = free.end() if free else 0
    return (Piece(after + piece.start, after + piece.end, piece.weight) for piece in weighed(text[after:]))


def is_valid(text: str) -> bool:
    """Whether X takes the letters of it: marks of byte order and what is no character it refuses."""
    return _INVALID.search(text) is None


def _normalised(text: str) -> tuple[str, list[int] | range]:
    """The text in NFC, and for each of its places, also the end, where that is in `text`."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    letters: list[str] = []
    origin: list[int] = []
    for piece in graphemes(text):
        normal = unicodedata.normalize("NFC", text[piece.start : piece.end])
        letters.append(normal)
        origin += [piece.start] * len(normal)
    return "".join(letters), [*origin, len(text)]


def _weighed(text: str) -> Iterator[Piece]:
    place = 0
    for address in addresses(text):
        yield from _words(text, place, address.start)
        yield Piece(address.start, address.end, ADDRESS_WEIGHS)
        place = address.end
    yield from _words(text, place, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Piece]:
    place = start
    for emoji in EMOJI.finditer(text, start, end):
        yield from _letters(text, place, emoji.start())
        yield Piece(*emoji.span(), EMOJI_WEIGHS)
        place = emoji.end()
    yield from _letters(text, place, end)


def _letters(text: str, start: int, end: int) -> Iterator[Piece]:
    return (Piece(place, place + 1, 1 if _LIGHT.match(text, place) else 2) for place in range(start, end))
