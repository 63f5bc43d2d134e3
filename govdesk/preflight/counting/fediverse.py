"""Mastodon counts what people see: an address 23, of somebody elsewhere only the name, all else by grapheme cluster.

Source: Mastodon's StatusLengthValidator. The content warning counts, too; who asks puts it before the text.
"""

import heapq
from collections.abc import Iterator

import regex

from govdesk.preflight.counting.addresses import addresses
from govdesk.preflight.counting.pieces import Piece, graphemes

ADDRESS_COUNTS = 23
_ELSEWHERE = regex.compile(
    r"(?<![=/\w])(?P<name>@[a-z0-9_]++(?:[a-z0-9_.-]*[a-z0-9_])?)@\w++(?:[.-]++\w++)*+", regex.IGNORECASE
)


def shown(text: str) -> Iterator[Piece]:
    place = 0
    for special in heapq.merge(_pages(text), _people(text)):
        if special.start < place:
            continue  # a name within an address
        yield from _clusters(text, place, special.start)
        yield special
        place = special.end
    yield from _clusters(text, place, len(text))


def _pages(text: str) -> Iterator[Piece]:
    return (Piece(found.start, found.end, ADDRESS_COUNTS) for found in addresses(text) if found.has_scheme)


def _people(text: str) -> Iterator[Piece]:
    return (Piece(*found.span(), len(found["name"])) for found in _ELSEWHERE.finditer(text))


def _clusters(text: str, start: int, end: int) -> Iterator[Piece]:
    return (Piece(start + one.start, start + one.end, 1) for one in graphemes(text[start:end]))
