"""A row of bars, one for each stretch of time: how a number has gone. Asks no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    label: str
    told: str
    """The number in words, with its unit."""
    width: int
    """Percent of the longest."""


@dataclass(frozen=True)
class Plot:
    title: str
    bars: Sequence[Bar]


def plotted(title: str, values: Iterable[tuple[str, int | None, str]], *, full: int | None = None) -> Plot:
    """Labels, numbers (None: nothing to tell), their words; the longest bar is `full`, else the greatest number."""
    lines = list(values)
    most = full or max((number or 0 for _label, number, _told in lines), default=0) or 1
    return Plot(title, [Bar(label, told, round((number or 0) * 100 / most)) for label, number, told in lines])
