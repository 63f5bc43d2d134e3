"""Asking by a type: finding it, answering its questions, and what was begun and not sent."""

from typing import Any

from flask import Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import SocialAccount
from govdesk.desk import queries, ticket_page
from govdesk.desk.blueprint import bp
from govdesk.desk.clocks.present import keep_clocks
from govdesk.desk.forms import number_in
from govdesk.desk.models import Ticket
from govdesk.desk.tools.queries import names_of_tools
from govdesk.desk.types import drafts, versions
from govdesk.desk.types.filing import Filled, file_typed
from govdesk.desk.types.forms import TypedForm, form_for
from govdesk.desk.types.present import deed_now, policy_files, sources, suggestions_here, types_here
from govdesk.desk.types.reading import RequestType
from govdesk.desk.types.saying import conditions_in_words, promise_in_words
from govdesk.desk.types.terms import FieldKind, LeadsTo
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.web import done, page, requires
from govdesk.web.guard import NO_SUCH_PAGE

ADDRESS = "/tickets/new/<key>"
ELSEWHERE: dict[LeadsTo, tuple[str, dict[str, Any]]] = {LeadsTo.OPEN_ACCOUNT: ("lifecycle.new", {"kind": "open"})}
"""Types whose questions another page asks → that page."""


@bp.get("/tickets/new/suggestions")
@requires(Permission.TICKET_FILE)
def suggest() -> ResponseReturnValue:
    """What may be meant: a page of its own, of which the page where asking begins takes the part it needs."""
    return page("desk/suggestions.html", **suggestions_here(request.args.get("q", "")))


@bp.get(ADDRESS)
@requires(Permission.TICKET_FILE)
def ask(key: str) -> ResponseReturnValue:
    wanted = _type(key)
    if wanted.content.leads_to:
        endpoint, values = ELSEWHERE[wanted.content.leads_to]
        return redirect(url_for(endpoint, **values), 303)
    draft = drafts.draft_of(g.db, g.person, key)
    if draft is not None:
        return _form_page(form_for(wanted, sources(), MultiDict(draft.written)), draft_at=draft.saved_at)
    account_id = number_in(request.args.get("account"))
    about = g.db.get(SocialAccount, account_id) if account_id else None
    return _form_page(form_for(wanted, sources(), account=about.url if about else ""))


@bp.post(ADDRESS)
@requires(Permission.TICKET_FILE)
def file_type(key: str) -> ResponseReturnValue:
    wanted = _type(key)
    form = form_for(wanted, sources(), request.form)
    if wanted.content.leads_to or not form.validate():
        return _form_page(form, status=422)
    deed, form_key = deed_now(), form.form_key.data or ""
    version = versions.version_to_ask_by(g.db, wanted, policy_files(), deed.now)
    filled = Filled(version, form.answers, form_key, form.found, form.unlisted if "account" in form else None)
    ticket = ticket_page.once(
        lambda: queries.ticket_sent_with(g.db, g.person, form_key), lambda: _filed(filled, deed)
    )
    if not _is_the_same(ticket, filled):
        form.ask_again(
            _(
                "You have sent this form before, as ticket %(number)s. Send it again for another ticket.",
                number=ticket.id,
            )
        )
        return _form_page(form, status=422)
    return done(
        then=ticket_page.address_of(ticket),
        say=_("We have your request. You get a mail as soon as somebody answers."),
    )


@bp.post(f"{ADDRESS}/draft")
@requires(Permission.TICKET_FILE)
def keep_draft(key: str) -> ResponseReturnValue:
    """The page does this by itself while somebody types, and the button “later” without JavaScript."""
    _type(key)
    draft = drafts.keep_draft(g.db, g.person, key, request.form.to_dict(flat=False), now=clock.utcnow())
    g.db.commit()
    if "later" not in request.form:
        return Response(status=204, mimetype="text/plain")
    say = _("Your answers are kept. Go on whenever you like.") if draft else _("There was nothing to keep.")
    return done(then=url_for("desk.new"), say=say)


@bp.post(f"{ADDRESS}/draft/end")
@requires(Permission.TICKET_FILE)
def forget_draft(key: str) -> ResponseReturnValue:
    drafts.forget_draft(g.db, g.person, key)
    g.db.commit()
    return done(then=url_for("desk.new"), say=_("What you had begun is thrown away."))


def _filed(filled: Filled, deed: Deed) -> Ticket:
    ticket = file_typed(g.db, filled, deed)
    keep_clocks(ticket)
    return ticket


def _type(key: str) -> RequestType:
    """Raises NotFound."""
    found = types_here().get(key)
    if found is None or not found.content.offered:
        raise NotFound(NO_SUCH_PAGE)
    return found


def _is_the_same(ticket: Ticket, filled: Filled) -> bool:
    kept = ticket.answers.answers if ticket.answers else None
    return (ticket.type_key, kept) == (filled.version.key, filled.answers)


def _form_page(form: TypedForm, *, draft_at: object = None, status: int = 200) -> ResponseReturnValue:
    content = form.wanted.content
    kinds = {one.kind for one in content.fields}
    picks = "account" in form or FieldKind.ACCOUNT in kinds
    return page(
        "desk/ask.html",
        status=status,
        form=form,
        type=form.wanted,
        conditions=conditions_in_words(content),
        promised=promise_in_words(content.promise) if content.promise else None,
        draft_at=draft_at,
        accounts=g.db.scalars(queries.official_accounts()).all() if picks else [],
        tools=names_of_tools(g.db) if FieldKind.TOOL in kinds else [],
    )
