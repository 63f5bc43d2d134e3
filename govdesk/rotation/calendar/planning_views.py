"""Planning a year: look at what would come of it, choose otherwise if one likes, put it into the calendar."""

from datetime import date

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.criteria import departments_to_choose
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _, ngettext
from govdesk.rotation.calendar.drafting import Draft, Outcome, draft
from govdesk.rotation.calendar.models import RotationPlan
from govdesk.rotation.calendar.pages import look, office, platform_choices, today
from govdesk.rotation.calendar.planning import MEANWHILE, carry_out, made_with
from govdesk.rotation.calendar.planning_forms import KEEP, PlanForm
from govdesk.rotation.calendar.spreading import days_to_choose
from govdesk.rotation.rules import Credential
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires
from govdesk.web.paging import here


@bp.get("/rotations/calendar/plan")
@requires(Permission.ROTATION_SCHEDULE)
def plan() -> ResponseReturnValue:
    """What would come of the choice; without one, of next year's passwords."""
    form = _form(request.args or _of_next_year())
    made, status = _drafted(form)
    return _shown(form, made, status if request.args else 200)


@bp.post("/rotations/calendar/plans")
@requires(Permission.ROTATION_SCHEDULE)
def put_plan() -> ResponseReturnValue:
    form = _form(request.form)
    if known := made_with(g.db, form.form_key.data or ""):  # sent twice
        return _done(known, _("This plan is in the calendar: it counts once."))
    made, status = _drafted(form)
    if made is None:
        return _shown(form, made, status)
    if made.digest != form.digest.data:
        form.form_errors = [str(MEANWHILE)]
        return _shown(form, made, 409)
    return _put(form, made)


def _put(form: PlanForm, made: Draft) -> ResponseReturnValue:
    try:
        kept = carry_out(g.db, made, form_key=form.form_key.data or "", by=g.person, now=clock.utcnow())
    except Conflict as error:
        g.db.rollback()
        form.form_errors = [str(error)]
        return _shown(form, draft(look(), form.wish), 409)
    g.db.commit()
    return _done(kept, _said(made))


def _done(kept: RotationPlan, say: str) -> ResponseReturnValue:
    """To the year, which offers to take it back."""
    return done(then=url_for("rotation.calendar", year=kept.first_on.year, planned=kept.id), say=say)


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
        most=max((after for *_week, after in weeks), default=0), only_held=here(custodians="some"),
    )  # fmt: skip


def _said(made: Draft) -> str:
    new, changed = len(made.having(Outcome.NEW)), len(made.having(Outcome.CHANGED))
    said = [ngettext("%(n)d account has a day now.", "%(n)d accounts have a day now.", new)]
    if changed:
        said.append(ngettext("%(n)d was given another.", "%(n)d were given another.", changed))
    if kept := len(made.lines) - new - changed:
        said.append(ngettext("%(n)d stays as it was.", "%(n)d stay as they were.", kept))
    return " ".join(said)


def _form(sent: MultiDict[str, str]) -> PlanForm:
    return PlanForm(
        sent, today=today(), days=office().days, departments=departments_to_choose(g.db),
        platforms=platform_choices(),
    )  # fmt: skip


def _of_next_year() -> MultiDict[str, str]:
    """What nobody has to choose: each password once, on a working day of next year."""
    year = today().year + 1
    first = days_to_choose(date(year, 1, 1), date(year, 1, 7), skips_weekends=True)[0]
    return MultiDict(
        {"credential": Credential.PASSWORD.value, "first_on": str(first), "number": "52", "unit": "weeks",
         "skips_closed": "y", "existing": KEEP, "department": "", "platform": "", "state": "", "custodians": ""}
    )  # fmt: skip
