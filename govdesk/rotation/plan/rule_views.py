"""Adding a rule by a form: it is put into the text, and shown with all that it would do."""

from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.queries import departments
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.plan import versions
from govdesk.rotation.plan.drafting import with_rule
from govdesk.rotation.plan.rule_form import RuleForm
from govdesk.rotation.plan.views import number_of, preview_page, rules_form, text_in_force
from govdesk.rotation.views import bp
from govdesk.web import page, requires, settings


@bp.get("/rotations/policy/rules/new")
@requires(Permission.ROTATION_SCHEDULE)
def new_rule() -> ResponseReturnValue:
    return _rule_page(_rule_form())


@bp.post("/rotations/policy/rules/new")
@requires(Permission.ROTATION_SCHEDULE)
def preview_rule() -> ResponseReturnValue:
    """What the rules would do with this one; nothing is saved."""
    form = _rule_form(request.form)
    if not form.validate():
        return _rule_page(form, status=422)
    try:
        text = with_rule(text_in_force(), form.as_written(), first=form.first.data)
    except Invalid as error:
        form.form_errors = [str(error)]
        return _rule_page(form, status=422)
    reason = _("The rule “%(name)s” is new.", name=form.name.data)
    number = str(number_of(versions.newest(g.db)))
    written = rules_form(MultiDict({"text": text, "reason": reason, "number": number}))
    if not written.validate():
        form.form_errors = [error for errors in written.errors.values() for error in errors]
        return _rule_page(form, status=422)
    return preview_page(written)


def _rule_form(*args: Any) -> RuleForm:
    known = catalogue(settings().policies)
    in_use = g.db.scalars(accounts.platforms_in_use())
    names = [department.name for department in g.db.scalars(departments())]
    return RuleForm(*args, platforms=[(key, known.name_of(key)) for key in in_use], departments=names)


def _rule_page(form: RuleForm, status: int = 200) -> ResponseReturnValue:
    return page("rotation/policy_rule.html", status=status, form=form)
