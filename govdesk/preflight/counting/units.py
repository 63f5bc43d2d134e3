"""The ways to count that files of platforms may name."""

from collections.abc import Iterator

from govdesk.preflight.counting.emoji import EMOJI
from govdesk.preflight.counting.fediverse import shown
from govdesk.preflight.counting.pieces import (
    Measure,
    Piece,
    characters,
    graphemes,
    total,
    utf8_bytes,
    utf16_units,
    width,
)
from govdesk.preflight.counting.weighing import weighed


def emoji_as_bytes(text: str) -> Iterator[Piece]:
    """Letters count 1, an emoji its bytes in UTF-8: so some say of Threads."""
    place = 0
    for emoji in EMOJI.finditer(text):
        yield from (Piece(at, at + 1, 1) for at in range(place, emoji.start()))
        yield Piece(*emoji.span(), sum(map(width, emoji[0])))
        place = emoji.end()
    yield from (Piece(at, at + 1, 1) for at in range(place, len(text)))


UNITS: dict[str, Measure] = {
    "characters": characters,
    "graphemes": graphemes,
    "utf16": utf16_units,
    "bytes": utf8_bytes,
    "weighted": weighed,
    "mastodon": shown,
    "emoji_bytes": emoji_as_bytes,
}


def counts(text: str) -> dict[str, int]:
    """How long a text is, in every way that some platform counts."""
    return {unit: total(measure(text)) for unit, measure in UNITS.items()}
