"""Plans that were made, and taking one of them back as a whole."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from govdesk import clock
from govdesk.access import Permission
from govdesk.errors import Conflict
from govdesk.i18n import _, _l, ngettext
from govdesk.rotation.calendar.plans import Undone, plan_to_undo, plans, undo
from govdesk.rotation.views import bp
from govdesk.web import Form, done, page, requires


class UndoPlanForm(Form):
    """Which plan is taken back, and why."""

    plan = HiddenField()
    reason = StringField(
        _l("Why it is taken back"),
        [
            InputRequired(_l("Say in a few words why it is taken back")),
            Length(max=500, message=_l("Enter at most 500 letters")),
        ],
        render_kw={"autocomplete": "off"},
    )

    @property
    def plan_id(self) -> int:
        """0 for what is no number."""
        number = self.plan.data or ""
        return int(number) if number.isdecimal() and len(number) < len("2147483647") else 0


@bp.get("/rotations/calendar/plans")
@requires(Permission.ROTATION_SCHEDULE)
def index_plans() -> ResponseReturnValue:
    return _shown()


@bp.post("/rotations/calendar/plans/undoings")
@requires(Permission.ROTATION_SCHEDULE)
def undo_plan() -> ResponseReturnValue:
    form = UndoPlanForm(request.form)
    plan = plan_to_undo(g.db, form.plan_id)
    if not form.validate():
        return _shown(form, 422)
    try:
        undone = undo(g.db, plan, (form.reason.data or "").strip(), by=g.person, now=clock.utcnow())
    except Conflict as error:
        g.db.rollback()
        form.form_errors = [str(error)]
        return _shown(form, 409)
    g.db.commit()
    return done(then=url_for("rotation.calendar", year=plan.first_on.year), say=_said(undone))


def _said(undone: Undone) -> str:
    if not undone.back and not undone.stays:
        return _("The plan is taken back already.")
    said = [ngettext("%(n)d account is as it was before.", "%(n)d accounts are as they were before.", undone.back)]
    if undone.stays:
        said.append(
            ngettext(
                "%(n)d was given another day since and keeps it.",
                "%(n)d were given another day since and keep it.",
                undone.stays,
            )
        )
    return " ".join(said)


def _shown(form: UndoPlanForm | None = None, status: int = 200) -> ResponseReturnValue:
    """Each plan that stands has a form of its own; what was entered wrong stands in its own."""
    found = plans(g.db)
    forms = {one.id: UndoPlanForm(plan=str(one.id)) for one in found if one.undone_at is None}
    if form is not None:
        forms[form.plan_id] = form
    for id_, one in forms.items():
        one.reason.id = f"reason-{id_}"
    return page("rotation/calendar_plans.html", status=status, plans=found, forms=forms, wrong=form)
