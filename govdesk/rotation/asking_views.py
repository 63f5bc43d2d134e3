"""Asking that something of one account is changed now, from its page or that of a rotation."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import SocialAccount
from govdesk.i18n import _
from govdesk.rotation import asking_letters  # noqa: F401 (teaches the outbox its words)
from govdesk.rotation.asking import ask_for_change, may_be_asked
from govdesk.rotation.asking_forms import AskForm
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.rules import Credential
from govdesk.rotation.views import bp
from govdesk.web import done, page, requires


@bp.get("/accounts/<int:account_id>/rotations/request")
@requires(Permission.ROTATION_ASK, on=accounts.account)
def new_request(account: SocialAccount) -> ResponseReturnValue:
    return _page(account, _form(account, what=request.args.get("what", Credential.PASSWORD.value)))


@bp.post("/accounts/<int:account_id>/rotations/request")
@requires(Permission.ROTATION_ASK, on=accounts.account)
def create_request(account: SocialAccount) -> ResponseReturnValue:
    form = _form(account, request.form)
    if not form.validate():
        return _page(account, form, status=422)
    event = ask_for_change(
        g.db, account, form.what.data, (form.reason.data or "").strip(), by=g.person,
        form_key=form.form_key.data or "", now=clock.utcnow(), office=office_now(),
    )  # fmt: skip
    g.db.commit()
    then = url_for("rotation.show_event", event_id=event.id)
    return done(
        then=then, say=_("It is due today. Whoever is asked for it, and security, hear of it within a minute.")
    )


def _form(account: SocialAccount, *args: Any, **shown: str) -> AskForm:
    return AskForm(*args, choices=may_be_asked(g.db, account), **shown)


def _page(account: SocialAccount, form: AskForm, status: int = 200) -> ResponseReturnValue:
    return page("rotation/ask.html", status=status, account=account, form=form)
