"""The second person confirms a change or gives it back, or whoever made it takes it back."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.views import bp
from govdesk.rotation.work import actions
from govdesk.rotation.work.forms import RefuseForm
from govdesk.rotation.work.models import RotationWork
from govdesk.rotation.work.pages import schedule_page
from govdesk.rotation.work.queries import work_to_settle
from govdesk.web import done, requires


@bp.post("/rotations/changes/<int:work_id>/confirmation")
@requires(Permission.ROTATION_CONFIRM, on=work_to_settle)
def confirm(work: RotationWork) -> ResponseReturnValue:
    actions.confirm(g.db, work, by=g.person, now=clock.utcnow(), office=office_now())
    g.db.commit()
    return done(then=_page_of(work), say=_("Confirmed. The change counts from the moment at which it was made."))


@bp.post("/rotations/changes/<int:work_id>/refusal")
@requires(Permission.ROTATION_CONFIRM, on=work_to_settle)
def refuse(work: RotationWork) -> ResponseReturnValue:
    form = RefuseForm(request.form)
    if not form.validate():
        return schedule_page(work.schedule, refuse_form=form, status=422)
    try:
        actions.refuse(g.db, work, form.words, by=g.person, now=clock.utcnow())
    except Invalid as error:
        form.form_errors = [str(error)]
        return schedule_page(work.schedule, refuse_form=form, status=422)
    g.db.commit()
    return done(then=_page_of(work), say=_("It is given back. Whoever changed it hears why."))


@bp.post("/rotations/changes/<int:work_id>/withdrawal")
@requires(Permission.ROTATION_WITHDRAW, on=work_to_settle)
def withdraw(work: RotationWork) -> ResponseReturnValue:
    actions.withdraw(g.db, work, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=_page_of(work), say=_("It is taken back. What you ticked stays."))


def _page_of(work: RotationWork) -> str:
    return url_for("rotation.show", schedule_id=work.schedule_id)
