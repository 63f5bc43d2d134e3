"""Hand-overs: opening, the page on which the parties do their part, and what is open."""

from datetime import datetime
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts import queries as accounts
from govdesk.accounts.confirming import has_confirmed, owners_unconfirmed
from govdesk.accounts.listing.filters import adds_state_filter
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import page_of, people_called, platforms
from govdesk.directory.models import Person
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.handover import (
    queries,
    retiring,  # noqa: F401 (hears when an account is retired)
    words,
)
from govdesk.handover.actions import ending, opening, steps
from govdesk.handover.disclosing import is_party, shown_to
from govdesk.handover.forms import CloseForm, ConfirmForm, HandoverForm, ListForm, ReasonForm
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState, Item
from govdesk.handover.terms import Terms
from govdesk.handover.waiting import is_concerned, number_unasked
from govdesk.i18n import _, _l
from govdesk.web import Form, Pages, adds_panel, done, offers, page, requires, settings
from govdesk.web.paging import page_number

__all__ = ["bp", "words"]

bp = Blueprint("handover", __name__)
adds_panel("handover/_of_account.html", to="account", permission=Permission.HANDOVER_READ, place=5)
adds_state_filter("unconfirmed_owner", _l("Owner not yet confirmed"), owners_unconfirmed)
offers(
    _l("Hand-overs"), "handover.index", icon="person-check", permission=Permission.HOME, place=22,
    concerns=lambda: may(g.person, Permission.HANDOVER_READ) or is_concerned(g.db, g.person),
)  # fmt: skip


@bp.app_template_global("handovers_of")
def handovers_of(account: SocialAccount) -> tuple[list[Handover], datetime]:
    """The open hand-overs and the former ones, for the account's page, and now; ask `may("handover:read")` first."""
    present = g.db.scalars(queries.open_ones().where(Handover.account_id == account.id)).all()
    return [*present, *queries.former_ones(g.db, account)], clock.utcnow()


@bp.app_template_global("waits_to_be_confirmed")
def waits_to_be_confirmed(account: SocialAccount) -> list[Handover]:
    """The hand-overs of an account that the reader is asked to confirm, for pages of other rooms."""
    asked = Handover.account_id == account.id, Handover.incoming_id == g.person.id
    return list(g.db.scalars(queries.open_ones().where(*asked, Handover.state == HandoverState.CONFIRMING)))


@bp.app_template_global("unconfirmed_of")
def unconfirmed_of(account: SocialAccount) -> list[Person]:
    """Owner and deputy who have not said that they can sign in; of an account that is in use."""
    named = (account.owner, account.deputy) if account.state.is_in_use else ()
    return [p for p in named if p is not None and p.is_employed and not has_confirmed(g.db, account, p)]


@bp.get("/handovers")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    sees_all = may(g.person, Permission.HANDOVER_READ)
    query = queries.open_ones() if sees_all else queries.concerning(g.person)
    pages: Pages[Handover] = Pages.of(g.db, query, page_number())
    mine = queries.waiting_for(g.person).order_by(None).with_only_columns(func.count())
    waits = (g.db.scalar(mine) or 0) + number_unasked(g.db, g.person)
    return page(
        "handover/index.html",
        pages=pages,
        sees_all=sees_all,
        waits=waits,
        platforms=platforms(),
        now=clock.utcnow(),
    )


@bp.get("/accounts/<int:account_id>/handover")
@requires(Permission.HANDOVER_OPEN, on=accounts.account)
def new(account: SocialAccount) -> ResponseReturnValue:
    owning = [str(department.id) for department in account.departments]
    form = _form(
        accountable=owning[0] if owning else "",
        others=owning[1:],
        owner=account.owner,
        deputy=account.deputy,
        version=account.version,
    )
    return _new_page(account, form)


@bp.post("/accounts/<int:account_id>/handover")
@requires(Permission.HANDOVER_OPEN, on=accounts.account)
def create(account: SocialAccount) -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _new_page(account, form, status=422)
    if form.version.data != str(account.version):
        raise Conflict(_("Somebody else has changed this account meanwhile."))
    why = (form.why.data or "").strip() or None
    try:
        opened = opening.open_handover(g.db, account, form.terms, why=why, by=g.person, now=clock.utcnow())
    except Invalid as error:
        form.owner.errors = [str(error)]
        return _new_page(account, form, status=422)
    g.db.commit()
    if opened is None:
        said = _("Owner, deputy and accountable department stay, so nobody has to confirm. The rest is on record.")
        return done(then=page_of(account), say=said)
    return done(then=_page(opened), say=_("The hand-over is open. Whose turn it is has a mail."))


@bp.get("/handovers/<int:handover_id>")
@requires(Permission.HANDOVER_READ, on=queries.handover)
def show(handover: Handover) -> ResponseReturnValue:
    return _shown(handover)


@bp.post("/handovers/<int:handover_id>/list")
@requires(Permission.HANDOVER_LIST, on=queries.handover_to_change)
def list_items(handover: Handover) -> ResponseReturnValue:
    form = ListForm(request.form)
    if not form.validate():
        return _shown(handover, listing=form, status=422)
    steps.list_items(g.db, handover, form.listed, by=g.person, now=clock.utcnow())
    return _done(handover, _("Thank you. %(name)s is asked to confirm.", name=handover.incoming.name))


@bp.post("/handovers/<int:handover_id>/confirmation")
@requires(Permission.HANDOVER_CONFIRM, on=queries.handover_to_change)
def confirm(handover: Handover) -> ResponseReturnValue:
    form = ConfirmForm(request.form)
    if not form.validate():
        return _shown(handover, confirming=form, status=422)
    steps.confirm(g.db, handover, by=g.person, now=clock.utcnow())
    return _done(handover, _("Thank you. The account is yours once the hand-over is closed."))


@bp.post("/handovers/<int:handover_id>/closing")
@requires(Permission.HANDOVER_CLOSE, on=queries.handover_to_change)
def close(handover: Handover) -> ResponseReturnValue:
    now, form = clock.utcnow(), CloseForm(request.form)
    today = clock.local_date(now, settings().timezone)
    steps.close(g.db, [handover], by=g.person, now=now, today=today, ends_access=form.ends_access.data)
    return _done(handover, _("The hand-over is closed and the register is changed."))


@bp.post("/handovers/<int:handover_id>/refusal")
@requires(Permission.HANDOVER_CONFIRM, on=queries.handover_to_change)
def decline(handover: Handover) -> ResponseReturnValue:
    form = ReasonForm(request.form, prefix="decline")
    if not form.validate():
        return _shown(handover, declining=form, status=422)
    ending.decline(g.db, handover, (form.reason.data or "").strip(), by=g.person, now=clock.utcnow())
    return _done(handover, _("You have declined. The register stays as it is."))


@bp.post("/handovers/<int:handover_id>/cancellation")
@requires(Permission.HANDOVER_CANCEL, on=queries.handover_to_change)
def cancel(handover: Handover) -> ResponseReturnValue:
    form = ReasonForm(request.form, prefix="cancel")
    if not form.validate():
        return _shown(handover, cancelling=form, status=422)
    ending.cancel(g.db, handover, (form.reason.data or "").strip(), by=g.person, now=clock.utcnow())
    return _done(handover, _("The hand-over is cancelled. The register stays as it is."))


def _shown(handover: Handover, *, status: int = 200, **filled: Form) -> ResponseReturnValue:
    """The page; `filled` are forms in error, by name."""
    forms: dict[str, Form] = {
        "listing": ListForm(),
        "confirming": ConfirmForm(),
        "closing": CloseForm(),
        "declining": ReasonForm(prefix="decline"),
        "cancelling": ReasonForm(prefix="cancel"),
    }
    shown = shown_to(g.person, handover)
    if shown and not is_party(g.person, handover):
        audit.note_reading("handover:list:read", handover)
    return page(
        "handover/show.html",
        status=status,
        handover=handover,
        shown=shown,
        account=handover.account,
        before=Terms.of(handover.account),
        departments=queries.departments_of(g.db, handover),
        next_ones=queries.next_ones(g.db, handover),
        items=list(Item),
        platforms=platforms(),
        now=clock.utcnow(),
        **{**forms, **filled},
    )


def _new_page(account: SocialAccount, form: HandoverForm, status: int = 200) -> ResponseReturnValue:
    present = queries.open_one(g.db, account)
    return page("handover/new.html", status=status, account=account, form=form, present=present)


def _form(*args: Any, **values: Any) -> HandoverForm:
    return HandoverForm(*args, departments=g.db.scalars(departments()).all(), find=people_called, **values)


def _done(handover: Handover, say: str) -> ResponseReturnValue:
    g.db.commit()
    return done(then=_page(handover), say=say)


def _page(handover: Handover) -> str:
    return url_for("handover.show", handover_id=handover.id)
