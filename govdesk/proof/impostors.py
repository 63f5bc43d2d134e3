"""Pages about accounts that are not ours: report one, see the list, decide."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity
from govdesk.errors import Conflict
from govdesk.i18n import _, _l
from govdesk.proof import (
    actions,
    cautioning,  # noqa: F401 (imports ask it)
    outsiders,
    words,  # noqa: F401 (teaches the history to speak of impostors)
)
from govdesk.proof.forms import DecisionForm, ReportForm, StandingForm
from govdesk.proof.models import Outsider, Standing
from govdesk.web import Pages, done, offers, page, requires, settings
from govdesk.web.paging import page_number

bp = Blueprint("impostors", __name__, url_prefix="/accounts/impostors")
offers(_l("Impostors"), "impostors.index", icon="incognito", permission=Permission.IMPOSTOR_READ, place=25)


@bp.get("")
@requires(Permission.IMPOSTOR_READ)
def index() -> ResponseReturnValue:
    filters = StandingForm(request.args, waiting=outsiders.waiting(g.db))
    pages: Pages[Outsider] = Pages.of(g.db, outsiders.outsiders(filters.chosen), page_number())
    return page("proof/impostors.html", pages=pages, filters=filters, platforms=catalogue(settings().policies))


@bp.get("/new")
@requires(Permission.IMPOSTOR_REPORT)
def new() -> ResponseReturnValue:
    return page("proof/report.html", form=ReportForm(find=_place, url=request.args.get("url", "")))


@bp.post("/new")
@requires(Permission.IMPOSTOR_REPORT)
def report() -> ResponseReturnValue:
    form = ReportForm(request.form, find=_place)
    if not form.validate() or form.place is None:
        return page("proof/report.html", form=form, status=422)
    reason, key = (form.reason.data or "").strip(), form.form_key.data or ""
    told = actions.report(g.db, form.place, reason=reason, form_key=key, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(
        then=url_for("impostors.thanks", platform=told.outsider.platform), say=_("Communications have your report.")
    )


@bp.get("/thanks")
@requires(Permission.IMPOSTOR_REPORT)
def thanks() -> ResponseReturnValue:
    """What the reporter can do besides: tell the platform."""
    platform = catalogue(settings().policies).platforms.get(request.args.get("platform", ""))
    return page("proof/thanks.html", platform=platform)


@bp.get("/<int:outsider_id>")
@requires(Permission.IMPOSTOR_READ, on=outsiders.outsider)
def show(outsider: Outsider) -> ResponseReturnValue:
    imitated = outsider.imitates.url if outsider.imitates else ""
    chosen = "" if outsider.standing is Standing.REPORTED else outsider.standing.value
    form = DecisionForm(find=_account, standing=chosen, imitates=imitated, version=outsider.version)
    return _shown(outsider, form)


@bp.post("/<int:outsider_id>/decision")
@requires(Permission.IMPOSTOR_DECIDE, on=outsiders.outsider)
def decide(outsider: Outsider) -> ResponseReturnValue:
    form = DecisionForm(request.form, find=_account)
    if not form.validate():
        return _shown(outsider, form, status=422)
    if form.version.data != str(outsider.version):
        raise Conflict(_("Somebody else has decided, or reported it again, meanwhile."))
    actions.decide(g.db, outsider, form.decision, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("impostors.show", outsider_id=outsider.id), say=_said(outsider))


def _said(outsider: Outsider) -> str:
    if outsider.standing is Standing.IMPOSTOR:
        return _("Whoever asks is told now that this is an impostor. Report it to the platform, too.")
    return _("Your decision is on record. Nothing about this address is told outside.")


def _shown(outsider: Outsider, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    shown: dict[str, Any] = {"outsider": outsider, "form": form, "events": audit.history_of(g.db, outsider)}
    platforms = catalogue(settings().policies)
    shown["platform"] = platforms.platforms.get(outsider.platform)
    shown["may_decide"] = may(g.person, Permission.IMPOSTOR_DECIDE, outsider)
    return page("proof/outsider.html", status=status, platforms=platforms, **shown)


def _place(url: str) -> Identity:
    return actions.place_of(g.db, url, catalogue(settings().policies))


def _account(url: str) -> SocialAccount | None:
    return outsiders.account_at(g.db, url, catalogue(settings().policies))
