"""Pages that put an account into the register from its address, and say where it is and was."""

from datetime import date
from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts import queries
from govdesk.accounts.actions import naming
from govdesk.accounts.actions.registering import Answering, register
from govdesk.accounts.importing import lookup
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import bp, page_of, people_called, platforms
from govdesk.accounts.platforms.fields import AddressForm, FormerForm, MoveForm, RegisterForm
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.web import done, page, requires, settings


@bp.get("/accounts/new")
@requires(Permission.ACCOUNT_REGISTER)
def show_new() -> ResponseReturnValue:
    """One field; with an address in it, all that the address tells, for confirmation."""
    start = AddressForm(request.args, platforms=platforms())
    if "url" not in request.args:
        return page("accounts/new.html", start=start, form=None)
    if not start.validate() or start.identity is None:
        return page("accounts/new.html", status=422, start=start, form=None)
    home = g.person.department_id
    form = _register_form(url=start.url.data, accountable=str(home) if home else "", name=start.identity.handle)
    return _confirming(form, start.identity)


@bp.post("/accounts/new")
@requires(Permission.ACCOUNT_REGISTER)
def register_account() -> ResponseReturnValue:
    form = _register_form(request.form)
    if form.identity is None:
        start = AddressForm(request.form, platforms=platforms())
        start.validate()
        return page("accounts/new.html", status=422, start=start, form=None)
    identity, sound = form.identity, form.validate()
    identity = identity.known_as(form.known_id)
    hit = lookup.find(g.db, identity)
    if hit and hit.through is not lookup.Through.FORMER:
        return _here_already(hit, identity)
    if not sound:
        return _confirming(form, identity, status=422)
    answering = Answering(form.departments, form.owner_person, form.deputy_person)
    name, now = (form.name.data or "").strip(), clock.utcnow()
    account = register(g.db, identity, name, answering, by=g.person, now=now, platforms=platforms())
    g.db.commit()
    return done(then=page_of(account), say=_("%(account)s is in the register.", account=account.handle))


def _register_form(*args: Any, **values: Any) -> RegisterForm:
    choices = g.db.scalars(departments()).all()
    return RegisterForm(*args, departments=choices, find=people_called, platforms=platforms(), **values)


def _confirming(form: RegisterForm, identity: Identity, status: int = 200) -> ResponseReturnValue:
    return page(
        "accounts/new.html",
        status=status,
        start=AddressForm(url=form.url.data, platforms=platforms()),
        form=form,
        identity=identity,
        platform=platforms()[identity.platform],
        hit=lookup.find(g.db, identity),
    )


def _here_already(hit: lookup.Hit, identity: Identity) -> ResponseReturnValue:
    """Sent twice, registered by somebody else meanwhile, or an account of ours under another handle."""
    if hit.account.identity == identity.key:
        return done(then=page_of(hit.account), say=_("This account is in the register already."))
    there = url_for("accounts.show_address", account_id=hit.account.id, url=identity.url)
    return done(then=there, say=_("The register has this account by its id, under another handle. Was it renamed?"))


@bp.get("/accounts/<int:account_id>/address")
@requires(Permission.ACCOUNT_REGISTER, on=queries.account)
def show_address(account: SocialAccount) -> ResponseReturnValue:
    move = _move_form(account, url=request.args.get("url", account.url), platform_id=_shown_id(account))
    return _address_page(account, move, _former_form())


@bp.post("/accounts/<int:account_id>/address")
@requires(Permission.ACCOUNT_REGISTER, on=queries.account)
def move(account: SocialAccount) -> ResponseReturnValue:
    form, now = _move_form(account, request.form), clock.utcnow()
    if not form.validate() or form.identity is None:
        return _address_page(account, form, _former_form(), status=422)
    try:
        naming.rename(g.db, account, form.identity, until_on=form.until_on.data, by=g.person, now=now)
        if form.known_id:
            naming.record_platform_id(g.db, account, form.known_id, by=g.person, now=now)
    except (Conflict, Invalid) as error:
        g.db.rollback()
        form.url.errors = [str(error)]
        return _address_page(account, form, _former_form(), status=error.status)
    g.db.commit()
    return done(then=page_of(account), say=_("The address of %(account)s is on record.", account=account.handle))


@bp.post("/accounts/<int:account_id>/former-handles")
@requires(Permission.ACCOUNT_REGISTER, on=queries.account)
def keep_former(account: SocialAccount) -> ResponseReturnValue:
    form, now = _former_form(request.form), clock.utcnow()
    if not form.validate() or form.identity is None:
        return _address_page(
            account, _move_form(account, url=account.url, platform_id=_shown_id(account)), form, status=422
        )
    try:
        naming.keep_former(g.db, account, form.identity, until_on=form.gone_on.data, by=g.person, now=now)
    except (Conflict, Invalid) as error:
        form.former.errors = [str(error)]
        return _address_page(
            account, _move_form(account, url=account.url, platform_id=_shown_id(account)), form, status=error.status
        )
    g.db.commit()
    said = _("%(former)s is on record as a former handle.", former=form.identity.handle)
    return done(then=page_of(account), say=said)


def _shown_id(account: SocialAccount) -> str:
    platform = platforms().platforms.get(account.platform)
    return platform.shown_id(account.kind, account.platform_id or "") if platform else ""


def _move_form(account: SocialAccount, *args: Any, **values: Any) -> MoveForm:
    platform = platforms().platforms.get(account.platform)
    return MoveForm(*args, platforms=platforms(), platform=platform, kind=account.kind, today=_today(), **values)


def _former_form(*args: Any) -> FormerForm:
    return FormerForm(*args, platforms=platforms(), today=_today())


def _today() -> date:
    return clock.local_date(clock.utcnow(), settings().timezone)


def _address_page(
    account: SocialAccount, move: MoveForm, former: FormerForm, status: int = 200
) -> ResponseReturnValue:
    platform = platforms().platforms.get(account.platform)
    return page("accounts/address.html", status=status, account=account, move=move, former=former, platform=platform)
