"""The calendar as a file: what the filter shows."""

from flask import g, request
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts.pages import platforms
from govdesk.rotation.calendar.pages import asked, filters, look, today
from govdesk.rotation.calendar.writing import MIMETYPES, WIDTHS, WholeCalendar, as_file, calendar_rows
from govdesk.rotation.views import bp
from govdesk.web import requires


@bp.get("/rotations/calendar.<any(csv, xlsx):kind>")
@requires(Permission.HOME)
def take_calendar(kind: str) -> ResponseReturnValue:
    if request.method != "GET":  # who asks for the head alone takes nothing along
        return "", {"Content-Type": MIMETYPES[kind]}
    g.db.commit()  # first in its transaction: on SQLite one that has read may not get to write
    audit.record(g.db, "rotation:calendar:exported", WholeCalendar(), by=g.person, at=clock.utcnow(), format=kind)
    g.db.commit()
    wanted = asked(today())
    rows = calendar_rows(look(filters()), wanted.first, wanted.last, platforms())
    return as_file(rows, kind, f"govdesk-rotations-{wanted.name}", WIDTHS)
