"""What months and weekdays are called in the reader's language."""

from datetime import date

from babel.dates import format_date, get_day_names

from govdesk.i18n import locale
from govdesk.rotation.calendar.days import Month


def month_name(month: Month, *, with_year: bool = True) -> str:
    """`December 2026`."""
    return format_date(month.first, "LLLL y" if with_year else "LLLL", locale())


def weekday_names() -> list[str]:
    """`Mon` to `Sun`."""
    names = get_day_names("abbreviated", "stand-alone", locale())
    return [str(names[number]) for number in range(7)]


def long_day(day: date) -> str:
    """`Tuesday 8 December 2026`."""
    return format_date(day, "EEEE d MMMM y", locale())
