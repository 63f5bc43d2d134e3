"""Asking for an account or for access to one, and answering what was asked back."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk.access import Permission, may
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import is_somebodys, people_called, platforms
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.lifecycle import duplicates, queries
from govdesk.lifecycle.access_forms import GrantForm, RevokeForm
from govdesk.lifecycle.actions import asking
from govdesk.lifecycle.forms import ChangeForm, CloseForm, OpenForm, RequestForm
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.neighbours import neighbours
from govdesk.lifecycle.pages import account_at, bp, demand_unchanged, moment, page_of, went_on
from govdesk.lifecycle.rules import Kind, RequestState
from govdesk.lifecycle.step_forms import AccountForm, StartForm
from govdesk.web import done, page, requires

NEW = "/accounts/requests/new/<any(open, change, close, grant, revoke):kind>"
AboutForm = ChangeForm | CloseForm | GrantForm | RevokeForm
"""Of an account that there is."""


@bp.get("/accounts/requests/new")
@requires(Permission.REQUEST_ASK)
def choose() -> ResponseReturnValue:
    return page("lifecycle/choose.html")


@bp.get(NEW)
@requires(Permission.REQUEST_ASK)
def new(kind: str) -> ResponseReturnValue:
    """First where or which; with that in the address, what there is already, and the rest of the questions."""
    start = _start(Kind(kind), request.args)
    if "url" not in request.args:
        return _start_page(Kind(kind), start)
    if not start.validate():
        return _start_page(Kind(kind), start, status=422)
    if isinstance(start, AccountForm):
        account = start.account
        assert account is not None, "the form is sound"
        who = g.person if Kind(kind) is Kind.GRANT else None
        return _form_page(Kind(kind), _about(Kind(kind), account, person=who), account=account)
    assert start.identity is not None, "the form is sound"
    home = g.person.department_id
    form = _opening(
        url=start.identity.url, called=start.identity.platform,
        department=start.department.data or (str(home) if home else ""), name=start.identity.handle,
        owner=g.person,
    )  # fmt: skip
    form.identity = start.identity
    return _form_page(Kind.OPEN, form)


@bp.post(NEW)
@requires(Permission.REQUEST_ASK)
def create(kind: str) -> ResponseReturnValue:
    wanted, account = Kind(kind), None
    if wanted is not Kind.OPEN:
        start = AccountForm(request.form, find_account=account_at)
        if not start.validate() or start.account is None:
            return _start_page(wanted, start, status=422)
        account = start.account
    form = _about(wanted, account, request.form) if account else _opening(request.form)
    if not _is_sound(form):
        return _form_page(wanted, form, account=account, status=422)
    try:
        now, _today = moment()
        key = form.form_key.data or ""
        asked = asking.ask(g.db, _wish_of(form), form_key=key, by=g.person, now=now)
    except Conflict as error:
        form.form_errors.append(str(error))
        return _form_page(wanted, form, account=account, status=error.status)
    return _sent(asked)


@bp.get("/accounts/requests/<int:request_id>/answer")
@requires(Permission.REQUEST_REVISE, on=queries.request_of)
def show_answer(asked: AccountRequest) -> ResponseReturnValue:
    if asked.state is not RequestState.RETURNED:
        return done(then=page_of(asked), say=_("Nothing is asked of you here at present."))
    return _form_page(asked.kind, _filled(asked), account=_about_which(asked), asked=asked)


@bp.post("/accounts/requests/<int:request_id>/answer")
@requires(Permission.REQUEST_REVISE, on=queries.request_to_change)
def answer(asked: AccountRequest) -> ResponseReturnValue:
    account = _about_which(asked)
    options: dict[str, Any] = {"is_answer": True}
    form = _about(asked.kind, account, request.form, **options) if account else _opening(request.form, **options)
    demand_unchanged(form, asked)
    if not _is_sound(form, but=asked):
        return _form_page(asked.kind, form, account=account, asked=asked, status=422)
    now, _today = moment()
    try:
        asking.answer(g.db, asked, _wish_of(form), (form.answer.data or "").strip(), by=g.person, now=now)
    except Invalid as error:
        form.form_errors.append(str(error))
        return _form_page(asked.kind, form, account=account, asked=asked, status=422)
    return went_on(asked, _("Thank you. The request goes on."))


def _sent(asked: AccountRequest) -> ResponseReturnValue:
    if asked.kind.is_access and not may(g.person, Permission.ACCOUNT_PEOPLE, asked.account):
        # Asking for access is no way to learn who owns an account.
        return went_on(asked, _("It is on its way. %(state)s.", state=asked.state.label))
    turn = ", ".join(person.name for person in queries.next_ones(g.db, asked)[:3])
    return went_on(asked, _("It is on its way. Next is %(who)s.", who=turn or _("nobody who could decide")))


def _about_which(asked: AccountRequest) -> SocialAccount | None:
    """The account that is to change or end; one that is to be opened is none yet."""
    return asked.account if asked.kind is not Kind.OPEN else None


def _is_sound(form: RequestForm, but: AccountRequest | None = None) -> bool:
    """What fields cannot know beside each other: an account in use is changed, and not opened."""
    sound = form.validate()
    if isinstance(form, OpenForm) and form.identity is not None:
        found = duplicates.look(g.db, form.identity, form.chosen, but=but)
        if found.is_taken:
            form.form_errors.append(_("The register has this account already. Ask to change it instead."))
            return False
    return sound


def _wish_of(form: RequestForm) -> Any:
    assert isinstance(form, OpenForm | AboutForm)
    return form.wish


def _start(kind: Kind, *args: Any) -> StartForm | AccountForm:
    if kind is not Kind.OPEN:
        return AccountForm(*args, find_account=account_at)
    home = g.person.department_id
    choices = g.db.scalars(departments()).all()
    return StartForm(*args, platforms=platforms(), departments=choices, department=str(home) if home else "")


def _opening(*args: Any, **values: Any) -> OpenForm:
    choices = g.db.scalars(departments()).all()
    return OpenForm(
        *args, departments=choices, platforms=platforms(), find=people_called, is_somebodys=is_somebodys, **values
    )


def _about(kind: Kind, account: SocialAccount, *args: Any, **values: Any) -> AboutForm:
    if kind is Kind.CHANGE:
        choices = g.db.scalars(departments()).all()
        return ChangeForm(
            *args, departments=choices, platforms=platforms(), account=account, find=people_called, **values
        )
    today = moment()[1]
    if kind.is_access:
        form = GrantForm if kind is Kind.GRANT else RevokeForm
        roles = neighbours().roles(account, platforms())
        return form(
            *args, account=account, ways=neighbours().ways, roles=roles, today=today, find=people_called, **values
        )
    return CloseForm(*args, account=account, find_account=account_at, today=today, find=people_called, **values)


def _filled(asked: AccountRequest) -> RequestForm:
    """The form as it was sent, to be corrected."""
    facts, account = asked.facts, _about_which(asked)
    values: dict[str, Any] = {
        **facts, "is_answer": True, "version": asked.version, "last_on": asked.last_on,
        "department": str(asked.department_id or ""), "owner": asked.owner,
        "deputy": asked.deputy, "ends_on": asked.last_on, "person": asked.person,
    }  # fmt: skip
    if account is None:
        return _opening(url=asked.url, called=asked.platform, **values)
    replaced_by = asked.replaced_by.url if asked.replaced_by else ""
    more = {"wish_text": facts.get("wish", ""), "address": asked.url or "", "replaced_by": replaced_by}
    values.pop("wish", None)
    return _about(asked.kind, account, **values, **more)


def _start_page(kind: Kind, start: StartForm | AccountForm, status: int = 200) -> ResponseReturnValue:
    return page("lifecycle/start.html", status=status, kind=kind, start=start)


def _form_page(
    kind: Kind, form: RequestForm, *, account: SocialAccount | None = None, asked: AccountRequest | None = None,
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    findings, identity = None, None
    if isinstance(form, OpenForm):
        identity = form.identity or _start_identity(form)
        findings = duplicates.look(g.db, identity, form.chosen, but=asked) if identity else None
    there = url_for("lifecycle.answer", request_id=asked.id) if asked else url_for("lifecycle.create", kind=kind)
    return page(
        "lifecycle/new.html", status=status, kind=kind, form=form, account=account, asked=asked, there=there,
        identity=identity, findings=findings, platforms=platforms(),
    )  # fmt: skip


def _start_identity(form: OpenForm) -> Any:
    start = StartForm(url=form.url.data, platform=form.called.data, platforms=platforms(), departments=[])
    return start.identity if start.validate() else None
