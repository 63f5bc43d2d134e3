"""The rules for rotations: what they say, what a change of them would do, and their versions."""

from pathlib import Path
from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.rotation.office import Office
from govdesk.rotation.plan import versions, words
from govdesk.rotation.plan.forms import RulesForm
from govdesk.rotation.plan.lines import Tree
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.plan.previewing import preview
from govdesk.rotation.plan.reading import FILE, Plan
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires, settings

__all__ = ["words"]


@bp.get("/rotations/policy")
@requires(Permission.ROTATION_READ)
def show_policy() -> ResponseReturnValue:
    office = office_now()
    return page(
        "rotation/policy.html",
        version=versions.newest(g.db),
        history=versions.history(g.db),
        **_told(Plan(office.rules, office.days)),
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
    return _edit_page(rules_form(text=text, number=number_of(versions.newest(g.db))))


@bp.post("/rotations/policy/edit")
@requires(Permission.ROTATION_SCHEDULE)
def preview_policy() -> ResponseReturnValue:
    """What the text would do; nothing is saved."""
    form = rules_form(request.form)
    return preview_page(form) if form.validate() else _edit_page(form, status=422)


@bp.post("/rotations/policy")
@requires(Permission.ROTATION_SCHEDULE)
def change_policy() -> ResponseReturnValue:
    form = rules_form(request.form)
    if not form.validate():
        return _edit_page(form, status=422)
    if form.digest.data != versions.digest_of(form.text.data or ""):
        return preview_page(form)  # written since: nobody has seen yet what it does
    written = versions.Written(form.text.data or "", Source.PAGE, form.reason.data, g.person)
    made = versions.make_version(g.db, written, after=form.seen, now=clock.utcnow())
    g.db.commit()
    say = _("Version %(n)s is in force. The days it leads to are set within a minute.", n=made.number)
    return done(then=url_for("rotation.show_policy"), say=say)


def preview_page(form: RulesForm) -> ResponseReturnValue:
    office = office_now()
    wanted = Office.by(form.plan, office.tz)
    shown = preview(g.db, wanted, office.rules, office.today(clock.utcnow()))
    form.digest.data = versions.digest_of(form.text.data or "")
    return page("rotation/policy_preview.html", form=form, preview=shown, **_told(form.plan))


def _told(plan: Plan) -> dict[str, Any]:
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


def text_in_force() -> str:
    return versions.newest_text(g.db) or PolicyFiles(settings().policies).text(FILE)


def number_of(version: RotationPolicyVersion | None) -> int:
    return version.number if version else 0


def rules_form(*args: Any, **values: Any) -> RulesForm:
    names = PolicyFiles(settings().policies).glob("platforms/*.yml")
    return RulesForm(*args, platforms=frozenset(Path(name).stem for name in names), **values)


def _edit_page(form: RulesForm, status: int = 200) -> ResponseReturnValue:
    return page("rotation/policy_edit.html", status=status, form=form)
