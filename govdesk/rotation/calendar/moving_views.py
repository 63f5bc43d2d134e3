"""Moving entries of the calendar and taking it back: what dragging leads to, and the way without it."""

from collections.abc import Sequence
from datetime import date

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.pages import platforms
from govdesk.errors import Invalid
from govdesk.i18n import _, ngettext
from govdesk.rotation.calendar import moving
from govdesk.rotation.calendar.models import RotationMove
from govdesk.rotation.calendar.moving_forms import MoveForm, versions_in
from govdesk.rotation.calendar.pages import office, today
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires, safe_next
from govdesk.web.filters import plain_day


@bp.get("/rotations/calendar/moves/new")
@requires(Permission.ROTATION_SCHEDULE)
def new_move() -> ResponseReturnValue:
    form = MoveForm(today=today(), back=request.args.get("back"), to_on=_day(request.args.get("to", "")))
    versions = versions_in(request.args.getlist("schedule"))
    if not versions:
        return done(then=_back(form), say=_("Choose first what is to be moved."))
    return _shown(form, moving.seen_as(g.db, versions))


@bp.post("/rotations/calendar/moves")
@requires(Permission.ROTATION_SCHEDULE)
def move() -> ResponseReturnValue:
    form, now = MoveForm(request.form, today=today()), clock.utcnow()
    versions = versions_in(request.form.getlist("schedule"))
    known = moving.done_with(g.db, form.form_key.data or "")
    if known:
        return _done(form, known)
    try:
        schedules = moving.seen_as(g.db, versions)
    except Invalid as error:
        form.form_errors = [str(error)]
        return _shown(form, [], status=422)
    if not form.validate():
        return _shown(form, schedules, status=422)
    moved = moving.move(g.db, schedules, form.wish, by=g.person, now=now, office=office())
    g.db.commit()
    return _done(form, moved)


@bp.post("/rotations/calendar/undoings")
@requires(Permission.ROTATION_SCHEDULE)
def undo_move() -> ResponseReturnValue:
    number = request.form.get("move", "")
    move_id = int(number) if number.isdecimal() and len(number) < len("2147483647") else 0
    moves = moving.undo(g.db, move_id, by=g.person, now=clock.utcnow(), office=office())
    g.db.commit()
    said = ngettext("It is back on its day.", "%(n)d entries are back on their days.", len(moves))
    return done(then=safe_next(request.form.get("back")), say=said)


def _done(form: MoveForm, moves: Sequence[RotationMove]) -> ResponseReturnValue:
    """Back to where it was moved from, which offers to take it back."""
    back = _back(form)
    then = f"{back}{'&' if '?' in back else '?'}moved={moves[0].id}"
    stays = [one.schedule.due_on for one in moves if one.schedule.due_on and one.schedule.due_on != one.to_on]
    if not stays:
        return done(then=then)
    return done(
        then=then,
        say=ngettext(
            "What happened is not put off: it stays due by %(day)s, only its day in the calendar has moved.",
            "What happened is not put off: %(n)d stay due before, only their days in the calendar have moved.",
            len(stays),
            day=plain_day(min(stays), today()),
        ),
    )


def _shown(form: MoveForm, schedules: Sequence[RotationSchedule], status: int = 200) -> ResponseReturnValue:
    return page(
        "rotation/calendar_move.html", status=status, form=form, schedules=schedules, platforms=platforms(),
        cancel=_back(form),
    )  # fmt: skip


def _back(form: MoveForm) -> str:
    """Only pages of the calendar are gone back to."""
    back, calendar = safe_next(form.back.data), url_for("rotation.calendar")
    return back if back.startswith(calendar) else calendar


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
