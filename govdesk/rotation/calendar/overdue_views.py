"""What is overdue, as a page and as a file: for security and auditors, and each look is on record."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import g, request
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts.pages import platforms
from govdesk.directory.models import Department, Person
from govdesk.rotation.calendar.overdue import Overdue, overdue, with_traces
from govdesk.rotation.calendar.pages import filters, look
from govdesk.rotation.calendar.writing import MIMETYPES, Rows, WholeCalendar, as_file
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.views import bp
from govdesk.web import Pages, page, requires, settings
from govdesk.web.paging import page_number
from govdesk.web.sheets import in_one_cell
from govdesk.web.workbooks import Value

COLUMNS = (
    "account", "credential", "due_on", "days_overdue", "reason", "department", "asked", "told", "opened_since",
    "last_escalation", "platform", "handle",
)  # fmt: skip
WIDTHS = (44, 18, 12, 9, 14, 30, 30, 50, 50, 36, 14, 26)
AT_ONCE = 200


@bp.get("/rotations/overdue")
@requires(Permission.ROTATION_OVERDUE)
def index_overdue() -> ResponseReturnValue:
    audit.note_reading("rotation:overdue:read", WholeCalendar())
    form = filters()
    seen = look(form)
    pages: Pages[RotationSchedule] = Pages.of(g.db, overdue(seen), page_number())
    return page(
        "rotation/calendar_overdue.html",
        pages=pages, rows=with_traces(g.db, pages.rows, seen.today), filters=form, platforms=platforms(),
    )  # fmt: skip


@bp.get("/rotations/overdue.<any(csv, xlsx):kind>")
@requires(Permission.ROTATION_OVERDUE)
def take_overdue(kind: str) -> ResponseReturnValue:
    if request.method != "GET":  # who asks for the head alone takes nothing along
        return "", {"Content-Type": MIMETYPES[kind]}
    g.db.commit()  # first in its transaction: on SQLite one that has read may not get to write
    audit.record(g.db, "rotation:overdue:exported", WholeCalendar(), by=g.person, at=clock.utcnow(), format=kind)
    g.db.commit()
    return as_file(_rows(), kind, "govdesk-overdue", WIDTHS)


def _rows() -> Rows:
    """The head, then a line for each."""
    yield COLUMNS
    seen = look(filters())
    found: Sequence[RotationSchedule] = g.db.scalars(overdue(seen)).all()
    for start in range(0, len(found), AT_ONCE):
        for one in with_traces(g.db, found[start : start + AT_ONCE], seen.today):
            yield _row(one)


def _row(one: Overdue) -> Sequence[Value]:
    schedule, beyond = one.schedule, one.escalated
    account = schedule.account
    told = (f"{_name(each.to)} ({each.number}): {_moment(each.last_at)}" for each in one.told)
    opened = (f"{_name(each.person)}: {_moment(each.opened_at)}" for each in one.opened)
    return [
        account.url, schedule.credential, schedule.due_on, one.days, schedule.reason.value,
        account.departments[0].name if account.departments else "",
        _in_one(_name(person) for person in schedule.answerable), _in_one(told), _in_one(opened),
        f"{_name(beyond.to)}: {_moment(beyond.last_at)}" if beyond else "",
        platforms().name_of(account.platform), account.handle,
    ]  # fmt: skip


def _name(to: Person | Department) -> str:
    return f"{to.name} ({to.login})" if isinstance(to, Person) else to.name


def _in_one(texts: Iterator[str]) -> str:
    return in_one_cell("; ".join(texts))


def _moment(at: datetime | None) -> str:
    """In office time."""
    return f"{at.astimezone(settings().timezone):%Y-%m-%d %H:%M}" if at else ""
