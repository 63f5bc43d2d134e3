"""The order of the rules, and rules that are not needed any more: shown first with all that it would do."""

from collections.abc import Callable

from flask import request, url_for
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.plan.pages import drafted, edit_page, preview_page, text_in_force
from govdesk.rotation.plan.rewriting import place_of, raw_rules, with_rule_moved, without_rule
from govdesk.rotation.views import bp
from govdesk.web import done, requires

STEPS = {"earlier": -1, "later": 1}


@bp.get("/rotations/policy/rules/moves")
@requires(Permission.ROTATION_SCHEDULE)
def preview_moved_rule() -> ResponseReturnValue:
    """What the rules would do with one before or behind its neighbour; nothing is saved."""
    text, name = text_in_force(), request.args.get("rule", "")
    place, step = place_of(text, name), STEPS.get(request.args.get("to", ""), 0)
    if place is None or not step or not 0 <= place + step < len(raw_rules(text)):
        return _is_gone()
    reason = _("The rule “%(name)s” counts later.", name=name)
    if step < 0:
        reason = _("The rule “%(name)s” counts earlier.", name=name)
    return _preview(lambda: with_rule_moved(text, place, place + step), reason)


@bp.get("/rotations/policy/rules/removals")
@requires(Permission.ROTATION_SCHEDULE)
def preview_without_rule() -> ResponseReturnValue:
    """What the rules would do without one; nothing is saved."""
    text, name = text_in_force(), request.args.get("rule", "")
    place = place_of(text, name)
    if place is None:
        return _is_gone()
    return _preview(lambda: without_rule(text, place), _("The rule “%(name)s” is not needed any more.", name=name))


def _preview(write: Callable[[], str], reason: str) -> ResponseReturnValue:
    """Where the form cannot do it, the text is there to be changed."""
    try:
        form = drafted(write(), reason)
    except Invalid as error:
        form = drafted(text_in_force(), reason)
        form.form_errors = [str(error)]
        return edit_page(form, 422)
    if not form.validate():  # an earlier version of Govdesk took it
        return edit_page(form, 422)
    return preview_page(form)


def _is_gone() -> ResponseReturnValue:
    say = _("There is no such rule here any more. The page shows the rules as they are now.")
    return done(then=url_for("rotation.show_policy"), say=say)
