"""The calendar by month, year and day."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from govdesk.access import Permission, may
from govdesk.accounts.pages import platforms
from govdesk.directory.models import Department
from govdesk.rotation.calendar import words  # noqa: F401 (teaches the history)
from govdesk.rotation.calendar.days import Month, by_week, level, months_of, shades
from govdesk.rotation.calendar.filters import CalendarFilter
from govdesk.rotation.calendar.looking import Look, Mark
from govdesk.rotation.calendar.models import RotationMove, RotationPlan
from govdesk.rotation.calendar.naming import long_day, month_name, weekday_names
from govdesk.rotation.calendar.pages import Asked, asked, filters, look, office, today
from govdesk.rotation.calendar.plans_views import UndoPlanForm
from govdesk.rotation.views import bp
from govdesk.web import Pages, page, requires
from govdesk.web.paging import here, page_number

SHOWN_A_DAY = 3
"""Entries of a day that a month has room for; the others stand on the page of the day."""
PER_DAY_PAGE = 50
PEAKS = 3


@bp.get("/rotations/calendar")
@requires(Permission.HOME)
def calendar() -> ResponseReturnValue:
    wanted, form = asked(today()), filters()
    seen = look(form)
    draw = _day_page if wanted.day else _year_page if wanted.year else _month_page
    return draw(
        wanted, seen, asked=wanted, filters=form, go=_ways(wanted, seen.today), closed=partial(_closed, form),
        platforms=platforms(), moved=_moved(), planned=_planned(), back=here(moved=None, planned=None),
        weekdays=weekday_names(), month_name=month_name, long_day=long_day,
        day_url=partial(_to, "day"), month_url=partial(_to, "month"),
    )  # fmt: skip


def _month_page(wanted: Asked, seen: Look, **names: Any) -> ResponseReturnValue:
    weeks = wanted.month.weeks
    marks = seen.marks(weeks[0][0], weeks[-1][-1])
    by_day: dict[date, list[Mark]] = {}
    for mark in marks:
        by_day.setdefault(mark.day, []).append(mark)
    shown = [mark for of_day in by_day.values() for mark in of_day[:SHOWN_A_DAY]]
    within = [mark for mark in marks if Month.of(mark.day) == wanted.month]
    return page(
        "rotation/calendar.html",
        weeks=weeks, by_day=by_day, schedules=seen.schedules(shown), shown_a_day=SHOWN_A_DAY,
        due=sum(not mark.is_expected for mark in within), expected=sum(mark.is_expected for mark in within), **names,
    )  # fmt: skip


def _year_page(wanted: Asked, seen: Look, **names: Any) -> ResponseReturnValue:
    numbers = seen.numbers(wanted.first, wanted.last)
    most = max(numbers.values(), default=0)
    busiest = sorted(numbers, key=lambda day: (-numbers[day], day))[:PEAKS]
    weeks = by_week(numbers)
    return page(
        "rotation/calendar_year.html",
        months=months_of(wanted.first.year), numbers=numbers, total=numbers.total(),
        levels={day: level(number, most) for day, number in numbers.items()}, shades=shades(most),
        peaks=[(day, numbers[day]) for day in busiest],
        peak_week=max(weeks.items(), key=lambda week: week[1], default=None), **names,
    )  # fmt: skip


def _day_page(wanted: Asked, seen: Look, **names: Any) -> ResponseReturnValue:
    marks = seen.marks(wanted.first, wanted.last)
    number = max(1, min(page_number(), -(-len(marks) // PER_DAY_PAGE)))
    rows = marks[(number - 1) * PER_DAY_PAGE : number * PER_DAY_PAGE]
    pages = Pages(rows, number, len(marks), PER_DAY_PAGE)
    return page("rotation/calendar_day.html", pages=pages, schedules=seen.schedules(rows), **names)


def _closed(form: CalendarFilter, day: date) -> str | None:
    """What keeps the office closed: that of the department it is narrowed to, else the organisation's."""
    days, narrowed = office().days, form.wanted.department_id
    place = office().place_of(g.db.get(Department, narrowed)) if narrowed else days.country
    return days.why_closed(day, place)


def _ways(wanted: Asked, now: date) -> dict[str, str]:
    """Where one can go from here, with the same filters."""
    views = {"by_month": _to("month", wanted.month), "by_year": _to("year", wanted.first.year)}
    kind, this, before, after = _neighbours(wanted, now)
    return views | {"today": _to(kind, this), "before": _to(kind, before), "after": _to(kind, after)}


def _neighbours(wanted: Asked, now: date) -> tuple[str, object, object, object]:
    """What is shown: a month, a year or a day; this one of today, the one before, the one after."""
    if wanted.day:
        return "day", now, wanted.day - timedelta(1), wanted.day + timedelta(1)
    if wanted.year:
        return "year", now.year, wanted.year - 1, wanted.year + 1
    return "month", Month.of(now), wanted.month.plus(-1), wanted.month.plus(1)


def _to(kind: str, when: object) -> str:
    """This calendar with the same filters, at another day, month or year."""
    return here(
        **{"month": None, "year": None, "day": None, "page": None, "moved": None, "planned": None, kind: str(when)}
    )


def _planned() -> tuple[RotationPlan, UndoPlanForm] | None:
    """The plan that the reader has just put into the calendar, and may take back."""
    number = request.args.get("planned", "")
    if not may(g.person, Permission.ROTATION_SCHEDULE) or not number.isdecimal() or len(number) > 9:
        return None
    plan = g.db.get(RotationPlan, int(number))
    return (plan, UndoPlanForm(plan=number)) if plan is not None and plan.undone_at is None else None


def _moved() -> RotationMove | None:
    """What the reader has just moved, and may take back."""
    number = request.args.get("moved", "")
    if not may(g.person, Permission.ROTATION_SCHEDULE) or not number.isdecimal() or len(number) > 9:
        return None
    still = RotationMove.id == int(number), RotationMove.undone_at.is_(None)
    move: RotationMove | None = g.db.scalar(select(RotationMove).where(*still))
    return move
