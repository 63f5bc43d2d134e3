"""Schedules from a file, on the page: look at what each row would do, then bring the sound ones in."""

from typing import Any

from flask import current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from wtforms import FileField, ValidationError

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts.importing import reading
from govdesk.accounts.pages import platforms
from govdesk.errors import Invalid
from govdesk.i18n import _, _l, ngettext
from govdesk.rotation.bringing import COLUMNS, Brought, Scene, bring
from govdesk.rotation.calendar.pages import office
from govdesk.rotation.calendar.writing import WholeCalendar
from govdesk.rotation.views import bp
from govdesk.web import Form, done, page, requires
from govdesk.web.sheets import as_csv

MOST_ROWS = 2_000
ROWS = "rows.csv"


class FileForm(Form):
    """A file of days."""

    file = FileField(
        _l("File"),
        description=_l("A spreadsheet (XLSX, CSV) with the columns account, credential, due_on and responsible."),
    )

    def validate_file(self, field: FileField) -> None:
        if not getattr(field.data, "filename", None):
            raise ValidationError(_("Choose a file."))


@bp.get("/rotations/calendar/import")
@requires(Permission.ROTATION_SCHEDULE)
def choose_file() -> ResponseReturnValue:
    return _chooser(FileForm())


@bp.post("/rotations/calendar/import")
@requires(Permission.ROTATION_SCHEDULE)
def look_at_file() -> ResponseReturnValue:
    """What each row would do. The sound ones come along with the page, so that nothing is kept of the file."""
    form = FileForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _chooser(form, 422)
    try:
        brought = _looked_at(form.file.data.filename, form.file.data.read())
        if len(brought.outcomes) > MOST_ROWS:
            raise Invalid(_("Bring in at most %(most)d rows at once: part the file.", most=MOST_ROWS))
    except Invalid as error:
        form.file.errors = [str(error)]
        return _chooser(form, 422)
    sound = [[row["account"], row["credential"], row["due_on"], row["responsible"]] for row in brought.outcomes]
    return page("rotation/calendar_import_preview.html", brought=brought, rows=as_csv([COLUMNS, *sound]), form=form)


@bp.post("/rotations/calendar/imports")
@requires(Permission.ROTATION_SCHEDULE)
def bring_file() -> ResponseReturnValue:
    form = FileForm()
    try:
        brought = bring(_scene(g.db), ROWS, request.form.get("rows", "").encode())
    except Invalid as error:
        form.file.errors = [str(error)]
        return _chooser(form, 422)
    audit.record(
        g.db, "rotation:list:imported", WholeCalendar(), by=g.person, at=clock.utcnow(),
        rows=brought.new + brought.changed,
    )  # fmt: skip
    g.db.commit()
    return done(then=url_for("rotation.calendar", **_first_month(brought)), say=_said(brought))


def _looked_at(filename: str, content: bytes) -> Brought:
    """What would come of it, found out while others may write. Raises Invalid, also for a file of another kind."""
    if not filename.lower().endswith(reading.ENDINGS):
        raise Invalid(_("Choose a file that ends in %(endings)s.", endings=", ".join(reading.ENDINGS)))
    g.db.commit()  # on SQLite whoever asked who is signed in holds the lock
    with current_app.extensions["reading_sessions"]() as session:
        return bring(_scene(session, is_trial=True), filename, content)


def _scene(session: Session, *, is_trial: bool = False) -> Scene:
    return Scene(session, platforms(), clock.utcnow(), office(), by=g.person, is_trial=is_trial)


def _chooser(form: FileForm, status: int = 200) -> ResponseReturnValue:
    return page("rotation/calendar_import.html", form=form, columns=COLUMNS, status=status)


def _first_month(brought: Brought) -> dict[str, Any]:
    """Where the first of the new days stands."""
    days = [row["due_on"] for row in brought.outcomes if row["outcome"] != "same"]
    return {"month": f"{min(days):%Y-%m}"} if days else {}


def _said(brought: Brought) -> str:
    new = ngettext("%(n)d day is new.", "%(n)d days are new.", brought.new)
    changed = ngettext("%(n)d has changed.", "%(n)d have changed.", brought.changed)
    return f"{new} {changed}"
