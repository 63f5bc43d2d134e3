"""Texts cut into what is counted: each piece has a place, in code points, and a weight."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import regex

_CLUSTER = regex.compile(r"\X")


class Piece(NamedTuple):
    start: int
    end: int
    weight: int


Measure = Callable[[str], Iterator[Piece]]


def graphemes(text: str) -> Iterator[Piece]:
    """What people take for one letter: a family of emoji, a letter with its accents, a flag."""
    return (Piece(*found.span(), 1) for found in _CLUSTER.finditer(text))


def characters(text: str) -> Iterator[Piece]:
    return (Piece(place, place + 1, 1) for place in range(len(text)))


def utf16_units(text: str) -> Iterator[Piece]:
    """What JavaScript and many interfaces call the length."""
    return (Piece(place, place + 1, 2 if letter > "\uffff" else 1) for place, letter in enumerate(text))


def utf8_bytes(text: str) -> Iterator[Piece]:
    """A lone surrogate counts the three bytes that replace it."""
    return (Piece(place, place + 1, width(letter)) for place, letter in enumerate(text))


def width(letter: str) -> int:
    """Bytes of one code point in UTF-8."""
    return 1 if letter < "\x80" else 2 if letter < "\u0800" else 3 if letter <= "\uffff" else 4


def total(pieces: Iterable[Piece]) -> int:
    return sum(piece.weight for piece in pieces)


def overflow(pieces: Iterable[Piece], most: int) -> int | None:
    """Where the text stops fitting into `most`, in code points; None when all of it fits."""
    weight = 0
    for piece in pieces:
        weight += piece.weight
        if weight > most:
            return piece.start
    return None
