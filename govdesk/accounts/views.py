"""The register: list, account, ownership, custodians, import."""

from typing import Any

from flask import current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts import (
    platform_views,  # noqa: F401 (adds pages)
    queries,
    registering_views,  # noqa: F401 (adds pages)
    words,  # noqa: F401 (teaches the history to speak of accounts)
)
from govdesk.accounts.actions import custody, imports, ownership
from govdesk.accounts.forms import CustodianForm, FilterForm, ImportForm, OwnershipForm
from govdesk.accounts.models import AccountImport, Custodianship, SocialAccount
from govdesk.accounts.of_person import Holdings, holdings
from govdesk.accounts.pages import bp, page_of, person_of, platforms, suggested
from govdesk.directory.models import Person
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _, _l
from govdesk.web import Listing, Pages, adds_panel, done, offers, page, panels_of, requires, settings
from govdesk.web.paging import page_number

offers(_l("Accounts"), "accounts.index", icon="megaphone", permission=Permission.ACCOUNT_READ, place=20)
adds_panel("accounts/_of_person.html", to="person", permission=Permission.PERSON_ACCOUNTS, place=20)
MOST_LINES = 100
"""Lines of one kind that a preview shows."""


@bp.app_template_global("holdings_of")
def holdings_of(person: Person) -> Holdings:
    """What somebody answers for, for their page; ask `may("person:accounts")` first."""
    return holdings(g.db, person, platforms())


@bp.get("/accounts")
@requires(Permission.ACCOUNT_READ)
def index() -> ResponseReturnValue:
    form = FilterForm(
        request.args,
        departments=g.db.scalars(queries.owning_departments()),
        platforms=g.db.scalars(queries.platforms_in_use()),
        catalogue=platforms(),
        sees_people=may(g.person, Permission.ACCOUNT_PEOPLE),
    )
    listing = Listing.of(queries.ORDERS, "name")
    query = listing.order(queries.accounts(form.filters, platforms()))
    pages: Pages[SocialAccount] = Pages.of(g.db, query, page_number())
    return page("accounts/index.html", pages=pages, listing=listing, filters=form, platforms=platforms())


@bp.get("/accounts/<int:account_id>")
@requires(Permission.ACCOUNT_READ, on=queries.account)
def show(account: SocialAccount) -> ResponseReturnValue:
    return _shown(account, CustodianForm(find=person_of))


@bp.get("/accounts/<int:account_id>/ownership")
@requires(Permission.ACCOUNT_ASSIGN, on=queries.account)
def show_ownership(account: SocialAccount) -> ResponseReturnValue:
    owning = [str(department.id) for department in account.departments]
    form = _ownership_form(
        accountable=owning[0] if owning else "",
        others=owning[1:],
        owner=account.owner.login if account.owner else "",
        deputy=account.deputy.login if account.deputy else "",
        version=account.version,
    )
    return _ownership_page(account, form)


@bp.post("/accounts/<int:account_id>/ownership")
@requires(Permission.ACCOUNT_ASSIGN, on=queries.account)
def assign(account: SocialAccount) -> ResponseReturnValue:
    form = _ownership_form(request.form)
    if not form.validate():
        return _ownership_page(account, form, status=422)
    if form.version.data != str(account.version):
        raise Conflict(_("Somebody else has changed this account meanwhile."))
    now = clock.utcnow()
    ownership.assign_departments(g.db, account, form.departments, by=g.person, now=now)
    ownership.assign_owner(g.db, account, form.owner_person, by=g.person, now=now)
    ownership.assign_deputy(g.db, account, form.deputy_person, by=g.person, now=now)
    g.db.commit()
    return done(then=page_of(account), say=_("Ownership of %(account)s is on record.", account=account.handle))


@bp.post("/accounts/<int:account_id>/custodians")
@requires(Permission.ACCOUNT_ASSIGN, on=queries.account)
def add_custodian(account: SocialAccount) -> ResponseReturnValue:
    form = CustodianForm(request.form, find=person_of)
    if not form.validate() or form.person is None:
        return _shown(account, form, status=422)
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    custody.add_custodian(g.db, account, form.person, by=g.person, now=now, today=today)
    g.db.commit()
    return done(then=page_of(account), say=_("%(name)s holds the credential now.", name=form.person.name))


@bp.post("/accounts/<int:account_id>/custodianships/<int:custodianship_id>/ending")
@requires(Permission.ACCOUNT_ASSIGN, on=queries.custodianship)
def end_custodianship(custodianship: Custodianship) -> ResponseReturnValue:
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    custody.end_custodianship(g.db, custodianship, by=g.person, now=now, today=today)
    g.db.commit()
    name = custodianship.person.name
    said = _("%(name)s holds the credential no longer. Have it changed: they still know it.", name=name)
    return done(then=page_of(custodianship.account), say=said)


def _shown(account: SocialAccount, form: CustodianForm, status: int = 200) -> ResponseReturnValue:
    may_assign = may(g.person, Permission.ACCOUNT_ASSIGN, account)
    may_read_history = may(g.person, Permission.ACCOUNT_HISTORY, account)
    return page(
        "accounts/show.html",
        status=status,
        account=account,
        platforms=platforms(),
        panels=panels_of("account"),
        form=form,
        people=suggested() if may_assign else [],
        events=audit.history_of(g.db, account) if may_read_history else [],
    )


def _ownership_page(account: SocialAccount, form: OwnershipForm, status: int = 200) -> ResponseReturnValue:
    return page("accounts/ownership.html", status=status, account=account, form=form, people=suggested())


def _ownership_form(*args: Any, **values: Any) -> OwnershipForm:
    return OwnershipForm(*args, departments=g.db.scalars(departments()).all(), find=person_of, **values)


@bp.get("/accounts/import")
@requires(Permission.ACCOUNT_IMPORT)
def show_import() -> ResponseReturnValue:
    return page("accounts/import.html", form=ImportForm())


@bp.post("/accounts/import")
@requires(Permission.ACCOUNT_IMPORT)
def look_at_import() -> ResponseReturnValue:
    form = ImportForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return page("accounts/import.html", form=form, status=422)
    name, content = form.file.data.filename, form.file.data.read()
    try:
        source, report = _looked_at(name, content)
    except Invalid as error:
        form.file.errors = [str(error)]
        return page("accounts/import.html", form=form, status=422)
    received = imports.keep(g.db, source, report, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("accounts.show_preview", import_id=received.id))


def _looked_at(name: str, content: bytes) -> tuple[imports.Source, dict[str, Any]]:
    """A file and what it would do, found out while others may write."""
    _let_others_write()
    source = imports.source_of(name, content, platforms(), most=imports.MOST_ROWS_ON_PAGE)
    with current_app.extensions["reading_sessions"]() as session:
        return source, source.report(session, platforms())


def _let_others_write() -> None:
    """On SQLite whoever asked who is signed in holds the lock; long work gives it back first."""
    g.db.commit()


@bp.get("/accounts/import/<int:import_id>")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def show_preview(received: AccountImport) -> ResponseReturnValue:
    return page("accounts/preview.html", received=received, report=received.report, most=MOST_LINES)


@bp.post("/accounts/import/<int:import_id>")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def apply_import(received: AccountImport) -> ResponseReturnValue:
    if request.form.get("digest") != received.digest:
        raise Conflict(_("Another file has been looked at meanwhile. Look at yours again."))
    _let_others_write()
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    imports.apply(g.db, received, by=g.person, now=now, today=today, platforms=platforms())
    g.db.commit()
    here = url_for("accounts.show_preview", import_id=received.id)
    return done(then=here, say=_("%(n)s new accounts are in the register.", n=received.report["new"]))
