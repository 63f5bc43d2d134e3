"""What all pages of the calendar share: who looks at what, and the days an address asks for."""

from dataclasses import dataclass
from datetime import date

from flask import g, request

from govdesk import clock
from govdesk.accounts.criteria import departments_to_choose
from govdesk.accounts.pages import platforms
from govdesk.accounts.queries import platforms_in_use
from govdesk.rotation.calendar.days import Month, is_near
from govdesk.rotation.calendar.filters import CalendarFilter, Choice
from govdesk.rotation.calendar.looking import Look
from govdesk.rotation.office import Office
from govdesk.rotation.plan.present import office_now


@dataclass(frozen=True)
class Asked:
    """A day, a year or else a month."""

    month: Month
    year: int | None = None
    day: date | None = None

    @property
    def first(self) -> date:
        return self.day or (date(self.year, 1, 1) if self.year else self.month.first)

    @property
    def last(self) -> date:
        return self.day or (date(self.year, 12, 31) if self.year else self.month.last)

    @property
    def name(self) -> str:
        """As the address says it: for the name of a file."""
        return str(self.day or self.year or self.month)


def asked(today: date) -> Asked:
    """What the address asks for; what cannot be shown counts as this month."""
    this, day, year = Month.of(today), _day(request.args.get("day", "")), request.args.get("year", "")
    if day and is_near(day.year, today):
        return Asked(Month.of(day), day=day)
    if len(year) == len("2027") and year.isdecimal() and is_near(int(year), today):
        return Asked(this if this.year == int(year) else Month(int(year), 1), year=int(year))
    month = Month.read(request.args.get("month", ""))
    return Asked(month if month and is_near(month.year, today) else this)


def filters() -> CalendarFilter:
    return CalendarFilter(
        request.args,
        departments=departments_to_choose(g.db),
        platforms=platform_choices(),
        has_grace=any(rule.reminders.grace_days for rule in (*office().rules.rules, office().rules.otherwise)),
    )


def platform_choices() -> list[Choice]:
    return [(key, platforms().name_of(key)) for key in g.db.scalars(platforms_in_use())]


def look(form: CalendarFilter | None = None) -> Look:
    """What the reader sees now, narrowed by the filter."""
    narrowed = {} if form is None else {"wanted": form.wanted}
    return Look(g.db, g.person, today(), office(), **narrowed)


def office() -> Office:
    return office_now()


def today() -> date:
    return office().today(clock.utcnow())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
