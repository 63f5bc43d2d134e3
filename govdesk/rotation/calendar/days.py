"""Months, weeks that begin on Monday, and how far a calendar reaches. Pure."""

from calendar import Calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

YEARS_AROUND = 10
"""How many years before and after this one can be shown: schedules reach no farther."""
LEVELS = 4
"""Shades of a heat map, beside none at all."""
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int
    """1 to 12."""

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """`2027-03`; None for anything else."""
        try:
            return cls.of(date.fromisoformat(f"{text}-01")) if len(text) == len("2027-03") else None
        except ValueError:
            return None

    def plus(self, months: int) -> "Month":
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.plus(1).first - timedelta(1)

    @property
    def weeks(self) -> list[list[date]]:
        """From Monday to Sunday; the first and the last reach into the neighbours."""
        return Calendar().monthdatescalendar(self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_of(year: int) -> list[Month]:
    return [Month(year, number) for number in range(1, 13)]


def is_near(year: int, today: date) -> bool:
    return abs(year - today.year) <= YEARS_AROUND


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def days_between(first: date, last: date) -> Iterator[date]:
    """Both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(number)


def by_week(numbers: Mapping[date, int]) -> dict[date, int]:
    """Monday → how many in its week, the earliest first."""
    weeks: dict[date, int] = {}
    for day in sorted(numbers):
        weeks[monday_of(day)] = weeks.get(monday_of(day), 0) + numbers[day]
    return weeks


def level(number: int, most: int) -> int:
    """Which shade a day has: 0 for none, `LEVELS` for the busiest."""
    return -(-number * LEVELS // most) if most else 0


def shades(most: int) -> list[tuple[int, int, int]]:
    """Each shade that some number has: shade, and the least and the greatest of its numbers."""
    found: dict[int, list[int]] = {}
    for shade in range(1, LEVELS + 1):
        low, high = (shade - 1) * most // LEVELS + 1, shade * most // LEVELS
        if low <= high:
            found[shade] = [low, high]
    return [(shade, low, high) for shade, (low, high) in found.items()]
