"""Planning a year: choose, look at what would come of it, put it into the calendar."""

from datetime import date

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.criteria import departments_to_choose
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import ngettext
from govdesk.rotation.calendar.drafting import Draft, Outcome, draft
from govdesk.rotation.calendar.pages import look, platform_choices, today
from govdesk.rotation.calendar.planning import MEANWHILE, carry_out
from govdesk.rotation.calendar.planning_forms import PlanForm
from govdesk.rotation.calendar.spreading import days_to_choose
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires


@bp.get("/rotations/calendar/plan")
@requires(Permission.ROTATION_SCHEDULE)
def plan() -> ResponseReturnValue:
    """Without anything chosen it offers next year; else it shows what would come of the choice."""
    if not request.args:
        return _shown(_form(None, first_on=_next_year()))
    form = _form(request.args)
    return _shown(form, *_drafted(form))


@bp.post("/rotations/calendar/plans")
@requires(Permission.ROTATION_SCHEDULE)
def put_plan() -> ResponseReturnValue:
    form = _form(request.form)
    made, status = _drafted(form)
    if made is None:
        return _shown(form, made, status)
    if made.digest != form.digest.data:
        form.form_errors = [str(MEANWHILE)]
        return _shown(form, made, 409)
    try:
        carry_out(g.db, made, form_key=form.form_key.data or "", by=g.person, now=clock.utcnow())
    except Conflict as error:
        g.db.rollback()
        form.form_errors = [str(error)]
        return _shown(form, draft(look(), form.wish), 409)
    g.db.commit()
    return done(then=url_for("rotation.calendar", year=made.wish.days[0].year), say=_said(made))


def _drafted(form: PlanForm) -> tuple[Draft | None, int]:
    """What would come of it, and the status of the page that says so."""
    if not form.validate():
        return None, 422
    try:
        return draft(look(), form.wish), 200
    except Invalid as error:
        form.form_errors = [str(error)]
        return None, 422


def _shown(form: PlanForm, made: Draft | None = None, status: int = 200) -> ResponseReturnValue:
    weeks = list(made.weeks()) if made else []
    form.digest.data = made.digest if made else ""
    return page(
        "rotation/calendar_plan.html", status=status, form=form, plan=made, weeks=weeks, outcomes=Outcome,
        most=max((after for *_week, after in weeks), default=0),
    )  # fmt: skip


def _said(made: Draft) -> str:
    new, changed = len(made.having(Outcome.NEW)), len(made.having(Outcome.CHANGED))
    said = [ngettext("%(n)d account has a day now.", "%(n)d accounts have a day now.", new)]
    if changed:
        said.append(ngettext("%(n)d was given another.", "%(n)d were given another.", changed))
    if kept := len(made.lines) - new - changed:
        said.append(ngettext("%(n)d stays as it was.", "%(n)d stay as they were.", kept))
    return " ".join(said)


def _form(data: object, **kwargs: object) -> PlanForm:
    return PlanForm(
        data, today=today(), departments=departments_to_choose(g.db), platforms=platform_choices(), **kwargs
    )


def _next_year() -> date:
    """Its first working day."""
    year = today().year + 1
    return days_to_choose(date(year, 1, 1), date(year, 1, 7), skips_weekends=True)[0]
