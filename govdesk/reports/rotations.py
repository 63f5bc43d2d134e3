"""Whether credentials are changed in time, and how soon after somebody has left, by department over time."""

from collections.abc import Iterator, Sequence

from govdesk.access import Permission
from govdesk.i18n import _, _l, ngettext
from govdesk.reports import tables
from govdesk.reports.periods import CHOICES
from govdesk.reports.plots import Plot, plotted
from govdesk.reports.report import Choice, Report, Whole
from govdesk.reports.scene import Scene
from govdesk.reports.tables import Cell, Column, Figure, Line, alarming
from govdesk.reports.timeliness import Tally, told
from govdesk.words import Tone

GOOD = 90
"""Percent in time that are no reason to look closer."""


def lines(scene: Scene) -> Sequence[Line]:
    """By period, the latest first: departments, those first that changed the least in time, and the sum of all."""
    found, made = told(scene), []
    names = {department.id: department.name for department in scene.departments}
    for period in found.periods:
        own = [
            _line(period.name, names.get(key, _("No department")) if key else _("No department"), tally)
            for (name, key), tally in found.by_department.items()
            if name == period.name
        ]
        made += sorted(own, key=lambda line: (_share(line), str(line.cells["department"]).casefold()))
        if own:
            made.append(_line(period.name, _("All departments"), found.of_all[period.name], is_total=True))
    return made


def _line(period: str, department: str, tally: Tally, *, is_total: bool = False) -> Line:
    cells: dict[str, Cell] = {
        "period": period,
        "department": department,
        "due": tally.due,
        "in_time": tally.in_time,
        "share": tally.share,
        "waiting": tally.waiting,
        "days_late": tally.median_days_late,
        "leavers": tally.leavers,
        "hours": tally.median_hours,
        "unfinished": tally.unfinished,
    }
    return Line(cells, is_total=is_total)


def _share(line: Line) -> int:
    """Where nothing was due there is nothing to be late with."""
    share = line.cells["share"]
    return share if isinstance(share, int) else 101


def columns(_scene: Scene) -> Sequence[Column]:
    number = tables.Kind.NUMBER
    return (
        Column("period", _l("Period")),
        Column("department", _l("Accountable department")),
        Column("due", _l("Credentials that were due"), number, short=_l("Due")),
        Column("in_time", _l("Changed in time"), number, short=_l("In time")),
        Column("share", _l("Changed in time, in %"), number, short=_l("In time, %")),
        Column("waiting", _l("Not changed yet"), number),
        Column("days_late", _l("Days overdue, median"), number, short=_l("Days late")),
        Column("leavers", _l("Leavers who knew something"), number, short=_l("Leavers")),
        Column("hours", _l("Hours from leaving to the last change, median"), number, short=_l("Hours to close")),
        Column("unfinished", _l("Leavers after whom something is still to be changed"), number, short=_l("Open")),
    )


def figures(scene: Scene) -> Iterator[Figure]:
    whole = told(scene).whole
    share = whole.share
    yield Figure(
        _("changed in time"),
        _("nothing was due") if share is None else _("%(share)d %%", share=share),
        Tone.PLAIN if share is None else Tone.OK if share >= GOOD else Tone.LATE,
    )
    yield Figure(_("overdue now"), whole.waiting, alarming(whole.waiting))
    if whole.median_days_late is not None:
        yield Figure(_("overdue, median"), _days(whole.median_days_late))
    if whole.median_hours is not None:
        yield Figure(_("from leaving to the last change, median"), _hours(whole.median_hours))
    yield Figure(
        _("leavers after whom something is still to be changed"), whole.unfinished, alarming(whole.unfinished)
    )


def plots(scene: Scene) -> Sequence[Plot]:
    """The course of all departments together, the oldest period first."""
    found = told(scene)
    course = [(period.name, found.of_all[period.name]) for period in reversed(found.periods)]
    return (
        plotted(
            _("Changed in time"),
            ((name, one.share, _part(one)) for name, one in course),
            full=100,
        ),
        plotted(
            _("Days overdue, median"),
            ((name, days, "–" if days is None else _days(days)) for name, days in _of(course, "median_days_late")),
        ),
        plotted(
            _("Hours from leaving to the last change, median"),
            ((name, hours, "–" if hours is None else _hours(hours)) for name, hours in _of(course, "median_hours")),
        ),
    )


def _part(tally: Tally) -> str:
    return _("%(in_time)d of %(due)d", in_time=tally.in_time, due=tally.due) if tally.due else "–"


def _of(course: Sequence[tuple[str, Tally]], what: str) -> Iterator[tuple[str, int | None]]:
    return ((name, getattr(tally, what)) for name, tally in course)


def _days(number: int) -> str:
    return ngettext("a day", "%(n)d days", number)


def _hours(number: int) -> str:
    return ngettext("an hour", "%(n)d hours", number)


def choices(_scene: Scene) -> Sequence[Choice]:
    return CHOICES


REPORT = Report(
    number=11,
    key="rotations",
    title=_l("Rotations in time"),
    purpose=_l(
        "Whether passwords and other keys are changed in time, how late they are, and how long it takes after "
        "somebody has left until all they knew is changed."
    ),
    counted=_l(
        "Every change that was due, in the period of its due day; one made early, in the period in which it was "
        "made. In time: on the due day or before. What has not been changed counts as late until today; what was due "
        "before the oldest period stands in the oldest. Leavers: who knew or had something of an account, in the "
        "period in which they left; hours are counted to the last change that this made necessary, by the moment "
        "told or, where only the day is known, by the moment of the record."
    ),
    permission=Permission.REPORT_READ,
    columns=columns,
    figures=figures,
    lines=Whole(lines, ("period", "department", "due", "share", "days_late", "hours")),
    choices=choices,
    plots=plots,
)
