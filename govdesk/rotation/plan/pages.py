"""What the pages of rules share: the text in force, its form, and a preview of what a text would do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from govdesk import clock
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.rotation.office import Office
from govdesk.rotation.plan import versions, words
from govdesk.rotation.plan.forms import RulesForm
from govdesk.rotation.plan.lines import Tree
from govdesk.rotation.plan.merging import differences, merged
from govdesk.rotation.plan.models import RotationPolicyVersion
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.plan.previewing import preview
from govdesk.rotation.plan.reading import FILE, Plan
from govdesk.rotation.plan.rule_form import RuleForm
from govdesk.web import page, settings


def text_in_force() -> str:
    return versions.newest_text(g.db) or PolicyFiles(settings().policies).text(FILE)


def number_of(version: RotationPolicyVersion | None) -> int:
    return version.number if version else 0


def rules_form(*args: Any, **values: Any) -> RulesForm:
    names = PolicyFiles(settings().policies).glob("platforms/*.yml")
    return RulesForm(*args, platforms=frozenset(Path(name).stem for name in names), **values)


def drafted(text: str, reason: str) -> RulesForm:
    """The form as if somebody had written this text now."""
    number = str(number_of(versions.newest(g.db)))
    return rules_form(MultiDict({"text": text, "reason": reason, "number": number}))


def edit_page(form: RulesForm, status: int = 200, meanwhile: Sequence[str] = ()) -> ResponseReturnValue:
    """`meanwhile` are rows that somebody else changed."""
    return page("rotation/policy_edit.html", status=status, form=form, meanwhile=meanwhile)


def preview_page(
    form: RulesForm, *, rule: RuleForm | None = None, notice: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """What a text would do; `rule` is the form that it came from."""
    office = office_now()
    wanted = Office.by(form.plan, office.tz)
    shown = preview(g.db, wanted, office.rules, office.today(clock.utcnow()))
    form.digest.data = versions.digest_of(form.text.data or "")
    return page(
        "rotation/policy_preview.html", status=status, form=form, preview=shown, rule=rule, notice=notice,
        **told(form.plan),
    )  # fmt: skip


def overtaken(form: RulesForm) -> ResponseReturnValue | None:
    """Where another version is in force than its writer has seen: the page that says so, with all that they wrote.

    None where nobody else was faster. What both changed is put together where that is possible.
    """
    newest = versions.newest(g.db)
    if newest is None or newest.number == form.seen:
        return None
    base = versions.version(g.db, form.seen).text if form.seen else PolicyFiles(settings().policies).text(FILE)
    mine, reason = form.text.data or "", form.reason.data or ""
    both = merged(base, newest.text, mine)
    if both is not None and (together := drafted(both, reason)).validate():
        return preview_page(together, notice=_together(newest), status=409)
    again = drafted(mine, reason)
    again.form_errors = [_apart(newest)]
    return edit_page(again, 409, differences(base, newest.text))


def told(plan: Plan) -> dict[str, Any]:
    """The rules in words, and what they name that is not there."""
    platforms = catalogue(settings().policies)
    known = {key for key, _parent in Tree.of(g.db).parents.values()}
    named = {key for rule in plan.rules.rules for key in rule.applies.departments} | plan.days.countries.keys()
    rules = [*plan.rules.rules, plan.rules.otherwise]
    return {
        "rules": [(rule, words.facts_of(rule, platforms)) for rule in rules],
        "days": plan.days,
        "unknown": sorted(named - known),
    }


def _together(newest: RotationPolicyVersion) -> str:
    return _(
        "%(who)s put version %(n)s in force while you were writing. Below is what you changed together with theirs: "
        "look at it, then put it in force.",
        who=_writer(newest), n=newest.number,
    )  # fmt: skip


def _apart(newest: RotationPolicyVersion) -> str:
    return _(
        "%(who)s put version %(n)s in force while you were writing, and changed the same rows. Nothing of yours is "
        "lost: it stands below. Take over by hand what they changed and you want to keep; the rest of theirs is "
        "replaced by yours.",
        who=_writer(newest), n=newest.number,
    )  # fmt: skip


def _writer(version: RotationPolicyVersion) -> str:
    return version.by.name if version.by else str(version.source.label)
