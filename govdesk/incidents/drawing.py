"""Where things stand in the picture of what a compromise reaches: three columns, and lines between them. Pure.

The account on the left, what opens it in the middle, linked accounts on the right. The list below the picture says
the same in words, and all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 24
"""In a column: what is more stands in the list only."""
BOX_WIDTH, BOX_HEIGHT, GAP, ASIDE = 236, 42, 12, 84
LONGEST = 30
"""Letters that fit into a box."""


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    title: str
    """Whole, for who points at it."""
    text: str
    above: str
    """A word on what it is."""
    look: str
    """`itself`, `thing` or `linked`."""

    @property
    def out(self) -> tuple[int, int]:
        """Where lines to the right begin."""
        return self.x + BOX_WIDTH, self.y + BOX_HEIGHT // 2

    @property
    def into(self) -> tuple[int, int]:
        """Where lines from the left end."""
        return self.x, self.y + BOX_HEIGHT // 2


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: Sequence[Box]
    paths: Sequence[str]
    """What an SVG `path` draws, each between two boxes."""
    is_cut: bool


@dataclass(frozen=True)
class Named:
    """What a box is drawn for."""

    key: str
    above: str
    name: str


def draw(itself: Named, things: Sequence[Named], linked: Sequence[tuple[Named, Sequence[str]]]) -> Drawing:
    """`linked` says of each account by which things (their keys) it is linked; what links comes first."""
    links = {key for _account, keys in linked for key in keys}
    shown = sorted(things, key=lambda thing: thing.key not in links)[:MOST_ROWS]
    right = linked[:MOST_ROWS]
    rows = max(len(shown), len(right), 1)
    height = rows * (BOX_HEIGHT + GAP) + GAP
    first = _column([itself], 0, height, "itself")
    middle = _column(shown, 1, height, "thing")
    last = _column([account for account, _keys in right], 2, height, "linked")
    paths = [_path(first[itself.key], box) for box in middle.values()]
    paths += [_path(middle[key], last[account.key]) for account, keys in right for key in keys if key in middle]
    is_cut = len(things) > len(shown) or len(linked) > len(right)
    width = 3 * BOX_WIDTH + 2 * ASIDE + 2
    return Drawing(width, height, [*first.values(), *middle.values(), *last.values()], paths, is_cut)


def _column(named: Sequence[Named], number: int, height: int, look: str) -> dict[str, Box]:
    """One above the other, in the middle of the picture."""
    step = BOX_HEIGHT + GAP
    top = (height - len(named) * step + GAP) // 2
    x = 1 + number * (BOX_WIDTH + ASIDE)
    return {
        one.key: Box(x, top + place * step, one.name, _cut(one.name), _cut(one.above), look)
        for place, one in enumerate(named)
    }


def _path(begin: Box, end: Box) -> str:
    (x1, y1), (x2, y2) = begin.out, end.into
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
