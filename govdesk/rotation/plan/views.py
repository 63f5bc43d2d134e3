"""The rules for rotations: what they say, what a change of them would do, and their versions."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.rotation.plan import versions, words
from govdesk.rotation.plan.forms import RulesForm
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.pages import (
    edit_page,
    number_of,
    overtaken,
    preview_page,
    rules_form,
    text_in_force,
    told,
)
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.plan.reading import FILE, Plan
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires

__all__ = ["words"]


@bp.get("/rotations/policy")
@requires(Permission.ROTATION_READ)
def show_policy() -> ResponseReturnValue:
    office = office_now()
    return page(
        "rotation/policy.html",
        version=versions.newest(g.db),
        history=versions.history(g.db),
        **told(Plan(office.rules, office.days)),
    )


@bp.get("/rotations/policy/rotation.yml")
@requires(Permission.ROTATION_READ)
def take_policy() -> ResponseReturnValue:
    """The version in force as the file it would be: what an organisation keeps in git."""
    head = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return text_in_force(), {"Content-Type": "application/yaml; charset=utf-8", **head}


@bp.get("/rotations/policy/versions/<int:number>")
@requires(Permission.ROTATION_READ, on=versions.version)
def show_policy_version(version: RotationPolicyVersion) -> ResponseReturnValue:
    return page("rotation/policy_version.html", version=version)


@bp.get("/rotations/policy/edit")
@requires(Permission.ROTATION_SCHEDULE)
def edit_policy() -> ResponseReturnValue:
    text = text_in_force()
    if (number := request.args.get("from", "")).isdecimal():
        text = versions.version(g.db, int(number)).text
    return edit_page(rules_form(text=text, number=number_of(versions.newest(g.db))))


@bp.post("/rotations/policy/edit")
@requires(Permission.ROTATION_SCHEDULE)
def preview_policy() -> ResponseReturnValue:
    """What the text would do; nothing is saved."""
    form = rules_form(request.form)
    if not form.validate():
        return edit_page(form, status=422)
    return overtaken(form) or preview_page(form)


@bp.post("/rotations/policy")
@requires(Permission.ROTATION_SCHEDULE)
def change_policy() -> ResponseReturnValue:
    form = rules_form(request.form)
    if not form.validate():
        return edit_page(form, status=422)
    text = form.text.data or ""
    if form.digest.data != versions.digest_of(text):
        return overtaken(form) or preview_page(form)  # written since: nobody has seen yet what it does
    if versions.is_made(g.db, text, after=form.seen, by=g.person):  # sent twice
        return _in_force(form.seen + 1)
    return overtaken(form) or _put_in_force(form)


def _put_in_force(form: RulesForm) -> ResponseReturnValue:
    written = versions.Written(form.text.data or "", Source.PAGE, form.reason.data, g.person)
    try:
        made = versions.make_version(g.db, written, after=form.seen, now=clock.utcnow())
    except Conflict:  # somebody was faster at this very moment
        g.db.rollback()
        if (answer := overtaken(form)) is None:
            raise
        return answer
    g.db.commit()
    return _in_force(made.number)


def _in_force(number: int) -> ResponseReturnValue:
    say = _("Version %(n)s is in force. The days it leads to are set within a minute.", n=number)
    return done(then=url_for("rotation.show_policy"), say=say)
