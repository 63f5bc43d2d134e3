"""How templates say days, moments and numbers."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_datetime
from flask import Flask

from govdesk import clock
from govdesk.db import MOST_COUNTED
from govdesk.i18n import _, count_words, locale, ngettext
from govdesk.web.browsers import browser_and_system
from govdesk.web.state import settings


def day_words(on: date, today: date) -> str:
    """`Fri 4 Dec (in 3 days)`; with the year when it is not this one."""
    return f"{plain_day(on, today)} ({distance(on, today)})"


def plain_day(on: date, today: date) -> str:
    """`Fri 4 Dec`, or `Fri 4 Dec 2027` when the year is not today's."""
    return _formatted(on, "EEE d MMM" if on.year == today.year else "EEE d MMM y", locale())


@lru_cache
def _formatted(on: date, pattern: str, language: str) -> str:
    # Many lines of a list, and many mails, name the same few days.
    return format_date(on, pattern, language)


def distance(on: date, today: date) -> str:
    """How far a day is from today, in words."""
    days = (on - today).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days)
    return ngettext("%(n)d day ago", "%(n)d days ago", -days)


def number_words(number: int) -> str:
    """A number of `db.counted`."""
    return count_words(number) if number <= MOST_COUNTED else _("more than %(n)d", n=MOST_COUNTED)


def moment_words(at: datetime) -> str:
    """`23 Nov, 14:05` in office time."""
    tz = settings().timezone
    pattern = "d MMM, HH:mm" if at.astimezone(tz).year == clock.utcnow().astimezone(tz).year else "d MMM y, HH:mm"
    return format_datetime(at, pattern, tzinfo=tz, locale=locale())


def moment_title(at: datetime) -> str:
    """The moment with its zone, for the title of a `<time>`."""
    return format_datetime(at, "EEEE d MMMM y, HH:mm:ss zzzz", tzinfo=settings().timezone, locale=locale())


def browser_words(agent: str) -> str:
    """`Firefox on Windows`; what else asks is named as it names itself, cut short."""
    browser, system = browser_and_system(agent)
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or " ".join(agent.split())[:60] or _("A browser that gives no name")


def today() -> date:
    """Today in office time, for templates."""
    return clock.local_date(clock.utcnow(), settings().timezone)


def install(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(
        browser_words=browser_words,
        day_words=day_words,
        plain_day=plain_day,
        moment_words=moment_words,
        moment_title=moment_title,
        number_words=number_words,
        count_words=count_words,
    )
    app.jinja_env.globals.update(today=today)
