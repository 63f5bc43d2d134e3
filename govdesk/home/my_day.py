"""What one person has to do today, gathered from all rooms."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MyDay:
    """What waits for the reader."""


def my_day() -> MyDay:
    return MyDay()
