"""Reports: the list of them, each as a page, and as a file."""

from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, current_app, g, request, send_file
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission, may
from govdesk.accounts.criteria import departments_to_choose
from govdesk.accounts.pages import platforms
from govdesk.accounts.queries import platforms_in_use
from govdesk.files import PolicyFiles
from govdesk.i18n import _l
from govdesk.reports import (
    words,  # noqa: F401 (teaches the history to speak of reports)
)
from govdesk.reports.actions import note_reading
from govdesk.reports.controls import Sheets, read_sheets
from govdesk.reports.forms import FilterForm
from govdesk.reports.report import Report
from govdesk.reports.scene import Chosen, Scene
from govdesk.reports.shelf import BY_KEY, REPORTS
from govdesk.reports.tables import Column
from govdesk.reports.writing import MIMETYPES, Copy, write
from govdesk.web import Listing, offers, page, requires, settings
from govdesk.web.paging import page_number

bp = Blueprint("reports", __name__)
offers(_l("Reports"), "reports.index", icon="file-text", permission=Permission.REPORT_READ, place=55)


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Read the control sheets once, so that a fault in one stops the start."""
    state.app.extensions["control_sheets"] = read_sheets(PolicyFiles(state.app.config["GOVDESK"].policies))


@bp.get("/reports")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    scene = _scene(clock.utcnow())
    first = [(report, next(report.figures(scene), None)) for report in REPORTS]
    return page("reports/index.html", reports=first, may_read=lambda report: may(g.person, report.permission))


def _show(key: str) -> ResponseReturnValue:
    report, now = BY_KEY[key], clock.utcnow()
    form, scene = _asked(report, now)
    columns = _columns(report, scene)
    if request.method == "GET" and report.tells_who(columns):
        _note(report, scene.chosen, None, now)
    listing = _listing(report)
    return page(
        "reports/show.html",
        report=report,
        columns=[column for column in columns if column.in_page],
        figures=list(report.figures(scene)),
        plots=report.plots(scene),
        pages=report.lines.page(scene, listing, page_number()),
        listing=listing,
        filters=form,
        chosen=scene.chosen,
        narrowed=form.narrowed,
        query=request.query_string.decode(),
        sheet=scene.sheets.get(key),
        now=now,
    )


def _take(key: str, kind: str) -> ResponseReturnValue:
    report, now = BY_KEY[key], clock.utcnow()
    if request.method != "GET":  # who asks for the head alone takes nothing along
        return "", {"Content-Type": MIMETYPES[kind]}
    form, scene = _asked(report, now)
    _note(report, scene.chosen, kind, now)
    by = f"{g.person.name} ({g.person.login})"
    copy = Copy(report, scene, _columns(report, scene), _listing(report), now, by, form.narrowed)
    name = f"govdesk-{key}-{scene.today.isoformat()}.{kind}"
    return send_file(_written(copy, kind), mimetype=MIMETYPES[kind], as_attachment=True, download_name=name)


def _written(copy: Copy, kind: str) -> IO[bytes]:
    """Whole before the first byte goes out: half a file must not be taken for one. The answer closes it."""
    file = TemporaryFile()  # noqa: SIM115 - see above
    try:
        write(copy, kind, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _note(report: Report, chosen: Chosen, kind: str | None, now: datetime) -> None:
    """Before anything is told, and first in its transaction: on SQLite one that has read may not get to write."""
    g.db.commit()
    note_reading(g.db, report, chosen, form=kind, by=g.person, now=now)
    g.db.commit()


def _columns(report: Report, scene: Scene) -> list[Column]:
    """Those that the reader may see."""
    return [column for column in report.columns(scene) if column.asks is None or may(g.person, column.asks)]


def _asked(report: Report, now: datetime) -> tuple[FilterForm, Scene]:
    """The filters in the address, and what they make of the scene."""
    scene = _scene(now)
    form = FilterForm(
        request.args,
        report=report,
        departments=departments_to_choose(g.db),
        platforms=g.db.scalars(platforms_in_use()),
        catalogue=platforms(),
        choices=report.choices(scene),
    )
    return form, _scene(now, form.chosen)


def _scene(now: datetime, chosen: Chosen | None = None) -> Scene:
    tz = settings().timezone
    return Scene(g.db, clock.local_date(now, tz), tz, platforms(), _sheets(), chosen or Chosen())


def _listing(report: Report) -> Listing:
    return Listing.of(report.lines.orders, report.lines.default)


def _sheets() -> Sheets:
    found: Sheets = current_app.extensions["control_sheets"]
    return found


def _add_pages() -> None:
    """One address for all reports of a permission, so that the list of routes says who may read which."""
    for permission in (Permission.REPORT_READ, Permission.REPORT_ACCESS):
        keys = ", ".join(f'"{report.key}"' for report in REPORTS if report.permission is permission)
        name = permission.partition(":")[2]
        rule = f"/reports/<any({keys}):key>"
        bp.add_url_rule(rule, f"show_{name}", requires(permission)(_show))
        bp.add_url_rule(f"{rule}.<any(csv, xlsx):kind>", f"take_{name}", requires(permission)(_take))


_add_pages()
