"""Telling security that somebody else may be in an account, and what security makes of it."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import SocialAccount
from govdesk.i18n import _
from govdesk.incidents import suspecting
from govdesk.incidents.forms import SuspicionForm
from govdesk.incidents.models import Suspicion
from govdesk.incidents.views import bp
from govdesk.web import done, page, requires


@bp.get("/accounts/<int:account_id>/suspicion")
@requires(Permission.INCIDENT_REPORT, on=accounts.account)
def new_suspicion(account: SocialAccount) -> ResponseReturnValue:
    return page("incidents/suspicion.html", account=account, form=SuspicionForm())


@bp.post("/accounts/<int:account_id>/suspicion")
@requires(Permission.INCIDENT_REPORT, on=accounts.account)
def suspect(account: SocialAccount) -> ResponseReturnValue:
    form = SuspicionForm(request.form)
    if not form.validate():
        return page("incidents/suspicion.html", status=422, account=account, form=form)
    reason = (form.reason.data or "").strip()
    suspecting.suspect(g.db, account, reason, by=g.person, form_key=form.form_key.data, now=clock.utcnow())
    g.db.commit()
    said = _("Security hears of it within a minute. Change nothing and delete nothing until they call.")
    return done(then=url_for("accounts.show", account_id=account.id), say=said)


@bp.post("/incidents/suspicions/<int:suspicion_id>/dismissal")
@requires(Permission.INCIDENT_LEAD, on=suspecting.suspicion)
def dismiss(suspicion: Suspicion) -> ResponseReturnValue:
    suspecting.dismiss(g.db, suspicion, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("incidents.index"), say=_("It is settled: there was nothing in it."))
