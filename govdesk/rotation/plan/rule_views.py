"""A rule added or changed by a form: it is put into the text, and shown with all that it would do."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.queries import departments
from govdesk.directory.rules import name_key
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.plan import words
from govdesk.rotation.plan.drafting import with_rule
from govdesk.rotation.plan.pages import drafted, preview_page, text_in_force
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.plan.rewriting import Raw, place_of, raw_rules, with_rule_changed
from govdesk.rotation.plan.rule_form import RuleForm
from govdesk.rotation.plan.rule_values import digest_of_rule, rewritten, values_of
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires, settings


@bp.get("/rotations/policy/rules/new")
@requires(Permission.ROTATION_SCHEDULE)
def new_rule() -> ResponseReturnValue:
    return _rule_page(_rule_form(None, {}, second_person=office_now().rules.otherwise.second_person))


@bp.post("/rotations/policy/rules/new")
@requires(Permission.ROTATION_SCHEDULE)
def preview_rule() -> ResponseReturnValue:
    """What the rules would do with this one; nothing is saved."""
    form = _rule_form(request.form, {})
    if "again" in request.args or not form.validate():
        return _rule_page(form, status=200 if "again" in request.args else 422)
    try:
        text = with_rule(text_in_force(), form.as_written(), first=form.first.data)
    except Invalid as error:
        return _refused(form, str(error))
    return _preview(form, text, _("The rule “%(name)s” is new.", name=form.name.data))


@bp.get("/rotations/policy/rules/edit")
@requires(Permission.ROTATION_SCHEDULE)
def edit_rule() -> ResponseReturnValue:
    name = request.args.get("rule", "")
    if (rule := _rule(name)) is None:
        return _is_gone()
    return _rule_page(_form_of(rule, name))


@bp.post("/rotations/policy/rules/edit")
@requires(Permission.ROTATION_SCHEDULE)
def preview_changed_rule() -> ResponseReturnValue:
    """What the rules would do with one written otherwise; nothing is saved."""
    name = request.form.get("rule", "")
    if (rule := _rule(name)) is None:
        return _is_lost()
    form = _rule_form(request.form, rule)
    if "again" in request.args:
        return _rule_page(form)
    if form.digest.data != digest_of_rule(rule):
        return _has_changed(form, rule)
    if not form.validate():
        return _rule_page(form, status=422)
    text, before = text_in_force(), _form_of(rule, name).as_written()
    try:
        changed = with_rule_changed(text, place_of(text, name) or 0, rewritten(rule, before, form.as_written()))
    except Invalid as error:
        return _refused(form, str(error))
    return _preview(form, changed, _("The rule “%(name)s” was changed.", name=form.name.data))


def _rule(name: str) -> Raw | None:
    """The rule of this name in force."""
    return next((rule for rule in raw_rules(text_in_force()) if rule.get("name") == name), None)


def _form_of(rule: Raw, name: str) -> RuleForm:
    """The form as the rule would have filled it in."""
    values = values_of(rule, office_now().rules.otherwise, _departments())
    return _rule_form(None, rule, **values, rule=name, digest=digest_of_rule(rule))


def _rule_form(sent: Any, raw: Raw, **values: Any) -> RuleForm:
    """It offers what is there, and what the rule names that is not."""
    known, about = catalogue(settings().policies), raw.get("applies_to") or {}
    platforms = dict.fromkeys([*g.db.scalars(accounts.platforms_in_use()), *(about.get("platforms") or ())])
    there = _departments()
    names = dict.fromkeys([*there.values(), *(there.get(name_key(n), n) for n in about.get("departments") or ())])
    return RuleForm(
        sent, platforms=[(key, known.name_of(key)) for key in platforms], departments=names,
        otherwise=office_now().rules.otherwise, data=values,
    )  # fmt: skip


def _departments() -> dict[str, str]:
    """Key → name, by name."""
    return {department.key: department.name for department in g.db.scalars(departments())}


def _preview(form: RuleForm, text: str, reason: str) -> ResponseReturnValue:
    written = drafted(text, reason)
    if not written.validate():
        return _refused(form, *(str(error) for errors in written.errors.values() for error in errors))
    return preview_page(written, rule=form)


def _refused(form: RuleForm, *why: str) -> ResponseReturnValue:
    form.form_errors = list(why)
    return _rule_page(form, status=422)


def _has_changed(form: RuleForm, rule: Raw) -> ResponseReturnValue:
    """Sent again it is done knowingly."""
    form.digest.data = digest_of_rule(rule)
    form.form_errors = [
        _("Somebody else has changed this rule since you opened it. What you entered stands below, and above it how "
          "the rule is now. Sent again, yours replaces theirs.")
    ]  # fmt: skip
    now = office_now().rules.named(str(rule["name"]))
    return _rule_page(form, status=409, theirs=words.facts_of(now, catalogue(settings().policies)) if now else ())


def _is_lost() -> ResponseReturnValue:
    """What was entered becomes a new rule, if it is sent again."""
    form = _rule_form(request.form, {})
    form.rule.data = form.digest.data = ""
    form.form_errors = [
        _("Somebody else has taken this rule out or renamed it since you opened it. What you entered stands below: "
          "sent again, it becomes a new rule.")
    ]  # fmt: skip
    return _rule_page(form, status=409)


def _is_gone() -> ResponseReturnValue:
    say = _("There is no such rule any more. The page shows the rules as they are now.")
    return done(then=url_for("rotation.show_policy"), say=say)


def _rule_page(form: RuleForm, status: int = 200, theirs: object = ()) -> ResponseReturnValue:
    return page("rotation/policy_rule.html", status=status, form=form, theirs=theirs)
