"""Requests: the lists, one of them, and what approvers say."""

from dataclasses import dataclass

from flask import g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.i18n import _, _l
from govdesk.lifecycle import (
    asking_views,  # noqa: F401 (adds pages)
    finishing_views,  # noqa: F401 (adds pages)
    queries,
    words,
)
from govdesk.lifecycle.actions import approving, asking
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.pages import bp, demand_unchanged, moment, went_on
from govdesk.lifecycle.showing import shown
from govdesk.lifecycle.step_forms import ApproveForm, QuestionForm, WordForm
from govdesk.web import Pages, adds_panel, offers, page, requires
from govdesk.web.paging import page_number

__all__ = ["bp", "words"]

offers(_l("Requests"), "lifecycle.index", icon="person-plus", permission=Permission.REQUEST_ASK, place=22)
adds_panel("lifecycle/_of_account.html", to="account", permission=Permission.ACCOUNT_READ, place=60)


@bp.app_template_global("requests_about")
def requests_about(account: SocialAccount) -> list[AccountRequest]:
    """The open requests about an account that the reader may see, for its page."""
    return [asked for asked in queries.open_about(g.db, account) if may(g.person, Permission.REQUEST_READ, asked)]


@dataclass(frozen=True)
class View:
    """One of the lists."""

    key: str
    label: str
    query: Select[AccountRequest]


@bp.get("/accounts/requests")
@requires(Permission.REQUEST_ASK)
def index() -> ResponseReturnValue:
    waiting = queries.waiting_for(g.db, g.person)
    ids = [asked.id for asked in waiting]
    theirs = queries.all_of_them().where(AccountRequest.id.in_(ids))
    views = [
        View("waiting", _("Waiting for me (%(n)s)", n=len(ids)), theirs),
        View("mine", _("Mine"), queries.of_mine(g.person)),
    ]
    if may(g.person, Permission.REQUEST_OVERVIEW):
        views.append(View("all", _("All"), queries.all_of_them()))
    default = "waiting" if ids else views[-1].key
    wanted = request.args.get("view", default)
    view = next((one for one in views if one.key == wanted), views[1])
    pages: Pages[AccountRequest] = Pages.of(g.db, view.query, page_number())
    return page("lifecycle/index.html", pages=pages, views=views, view=view, platforms=platforms())


@bp.get("/accounts/requests/<int:request_id>")
@requires(Permission.REQUEST_READ, on=queries.request_of)
def show(asked: AccountRequest) -> ResponseReturnValue:
    return shown(asked)


@bp.post("/accounts/requests/<int:request_id>/approval")
@requires(Permission.REQUEST_APPROVE, on=queries.request_to_change)
def approve(asked: AccountRequest) -> ResponseReturnValue:
    form = ApproveForm(request.form, prefix="approve")
    demand_unchanged(form, asked)
    if not form.validate():
        return shown(asked, status=422, approving=form)
    now, _today = moment()
    text = (form.text.data or "").strip()
    approving.approve(g.db, asked, text, by=g.person, now=now, platforms=platforms())
    return went_on(asked, _("You have approved it. It goes on."))


@bp.post("/accounts/requests/<int:request_id>/refusal")
@requires(Permission.REQUEST_APPROVE, on=queries.request_to_change)
def refuse(asked: AccountRequest) -> ResponseReturnValue:
    form = WordForm(request.form, prefix="refuse")
    demand_unchanged(form, asked)
    if not form.validate():
        return shown(asked, status=422, refusing=form)
    approving.refuse(g.db, asked, (form.text.data or "").strip(), by=g.person, now=moment()[0])
    return went_on(asked, _("You have refused it. Who asked has a mail with the reason."))


@bp.post("/accounts/requests/<int:request_id>/question")
@requires(Permission.REQUEST_APPROVE, on=queries.request_to_change)
def send_back(asked: AccountRequest) -> ResponseReturnValue:
    form = QuestionForm(request.form, prefix="question")
    demand_unchanged(form, asked)
    if not form.validate():
        return shown(asked, status=422, returning=form)
    approving.send_back(g.db, asked, (form.text.data or "").strip(), by=g.person, now=moment()[0])
    return went_on(asked, _("Your question is on its way. The request comes back to this step."))


@bp.post("/accounts/requests/<int:request_id>/withdrawal")
@requires(Permission.REQUEST_WITHDRAW, on=queries.request_to_change)
def withdraw(asked: AccountRequest) -> ResponseReturnValue:
    form = WordForm(request.form, prefix="withdraw")
    demand_unchanged(form, asked)
    if not form.validate():
        return shown(asked, status=422, withdrawing=form)
    asking.withdraw(g.db, asked, (form.text.data or "").strip(), by=g.person, now=moment()[0])
    return went_on(asked, _("The request is withdrawn."))
