"""The register: list, account, naming custodians."""

from tempfile import TemporaryFile
from typing import Any

from flask import g, request, send_file
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts import exporting, queries, registering_views, words  # noqa: F401 (adds pages)
from govdesk.accounts.actions import custody, ranking, turning
from govdesk.accounts.asking_first import shown_first
from govdesk.accounts.forms import CustodianForm, FilterForm, StateForm, TierForm
from govdesk.accounts.listing import finding
from govdesk.accounts.listing.filters import adds_state_filter
from govdesk.accounts.listing.narrowing import Narrowing, narrowing
from govdesk.accounts.listing.orders import ORDERS
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.accounts.of_person import Holdings, holdings
from govdesk.accounts.orphans import vanished
from govdesk.accounts.pages import bp, page_of, people_called, platforms
from govdesk.accounts.platforms import views as platform_views  # noqa: F401 (adds pages)
from govdesk.accounts.states import choices
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _, _l
from govdesk.web import Form, Listing, Stretch, adds_panel, done, offers, page, panels_of, requires, settings
from govdesk.web.paging import PER_PAGE
from govdesk.web.stretches import row_before

offers(_l("Accounts"), "accounts.index", icon="megaphone", permission=Permission.ACCOUNT_READ, place=20)
adds_panel("accounts/_of_person.html", to="person", permission=Permission.PERSON_ACCOUNTS, place=20)
adds_state_filter("tier_high", Tier.HIGH.label, lambda: ranking.ids_of_tier(Tier.HIGH))
adds_state_filter("tier_low", Tier.LOW.label, lambda: ranking.ids_of_tier(Tier.LOW))
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TOLD_ABOVE = {"reason_digest"}
"""Fingerprints of words that the page shows to the same readers."""


@bp.app_template_global("holdings_of")
def holdings_of(person: Person) -> Holdings:
    """What somebody answers for, for their page; ask `may("person:accounts")` first."""
    is_own = person.id == g.person.id
    knows_access = is_own or may(g.person, Permission.PERSON_ACCESS, person)
    if knows_access and not is_own:
        audit.note_reading("accounts:access:read", person)
    return holdings(g.db, person, platforms(), with_access=knows_access)


@bp.get("/accounts")
@requires(Permission.ACCOUNT_READ)
def index() -> ResponseReturnValue:
    form = _filters()
    listing = Listing.of(ORDERS, "name")
    found = finding.found(
        g.db, form.filters, platforms(), sort=listing.sort, downwards=listing.is_downwards,
        after=row_before(), limit=PER_PAGE + 1,
    )  # fmt: skip
    return page(
        "accounts/index.html",
        stretch=Stretch.of(found.rows),
        number=found.number,
        listing=listing,
        filters=form,
        platforms=platforms(),
        vanished=vanished(g.db),
    )


@bp.get("/accounts.<any(csv, xlsx):kind>")
@requires(Permission.ACCOUNT_READ)
def take(kind: str) -> ResponseReturnValue:
    """The list as it is narrowed, as a file: what the reader sees of it on the page."""
    if request.method != "GET":  # who asks for the head alone takes nothing along
        return "", {"Content-Type": MIMETYPES[kind]}
    wanted, sees_people = _filters().filters, may(g.person, Permission.ACCOUNT_PEOPLE)
    exporting.note_taking(g.db, kind, g.person, clock.utcnow())
    rows = exporting.listed_out(g.db, finding.accounts(g.db, wanted, platforms()), with_people=sees_people)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:  # whole before the first byte goes out: half a file must not be taken for one
        exporting.write_list(rows, kind, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return send_file(file, mimetype=MIMETYPES[kind], as_attachment=True, download_name=f"accounts.{kind}")


def _filters() -> FilterForm:
    return FilterForm(
        request.args,
        departments=g.db.scalars(queries.owning_departments()),
        platforms=g.db.scalars(queries.platforms_in_use()),
        catalogue=platforms(),
        sees_people=may(g.person, Permission.ACCOUNT_PEOPLE),
        by_access=_offered("access"),
    )


def _offered(by: str) -> Narrowing | None:
    found = narrowing(by)
    return found if found and may(g.person, found.permission) else None


@bp.get("/accounts/<int:account_id>")
@requires(Permission.ACCOUNT_READ, on=queries.account)
def show(account: SocialAccount) -> ResponseReturnValue:
    return _shown(account)


@bp.post("/accounts/<int:account_id>/custodians")
@requires(Permission.ACCOUNT_ASSIGN, on=queries.account)
def add_custodian(account: SocialAccount) -> ResponseReturnValue:
    form = CustodianForm(request.form, find=people_called)
    if not form.validate() or form.login.person is None:
        return _shown(account, status=422, form=form)
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    custody.see_to_custodian(g.db, account, form.login.person, by=g.person, now=now, today=today)
    g.db.commit()
    return done(then=page_of(account), say=_("%(name)s holds the credential.", name=form.login.person.name))


@bp.post("/accounts/<int:account_id>/state")
@requires(Permission.ACCOUNT_TURN, on=queries.account)
def change_state(account: SocialAccount) -> ResponseReturnValue:
    return _turn(account, _state_form(account, request.form), "state_form")


@bp.post("/accounts/<int:account_id>/freeze")
@requires(Permission.ACCOUNT_FREEZE, on=queries.account)
def freeze(account: SocialAccount) -> ResponseReturnValue:
    """Or declare compromised, or release: what security says of an account."""
    return _turn(account, _freeze_form(account, request.form), "freeze_form")


@bp.post("/accounts/<int:account_id>/tier")
@requires(Permission.ACCOUNT_TIER, on=queries.account)
def change_tier(account: SocialAccount) -> ResponseReturnValue:
    form = _tier_form(account, request.form)
    if form.version.data != str(account.version):
        raise Conflict(_("Somebody else has changed this account meanwhile."))
    if not form.validate():
        return _shown(account, status=422, tier_form=form)
    ranking.set_tier(g.db, account, form.after, by=g.person, now=clock.utcnow())
    g.db.commit()
    said = _("%(account)s: %(tier)s.", account=account.handle, tier=account.tier.label)
    return done(then=page_of(account), say=said)


def _turn(account: SocialAccount, form: StateForm, name: str) -> ResponseReturnValue:
    if form.version.data != str(account.version):
        raise Conflict(_("Somebody else has changed this account meanwhile."))
    if not form.validate():
        return _shown(account, status=422, **{name: form})
    now = clock.utcnow()
    today, reason = clock.local_date(now, settings().timezone), (form.reason.data or "").strip()
    if show := shown_first(form.after):
        return show(account, reason)
    turning.change_state(g.db, account, form.after, reason=reason, by=g.person, now=now, today=today)
    g.db.commit()
    said = _("%(account)s is %(state)s from now on.", account=account.handle, state=str(form.after.label).lower())
    return done(then=page_of(account), say=said)


def _state_form(account: SocialAccount, *args: Any) -> StateForm:
    return _form_of(account, Permission.ACCOUNT_TURN, "state", *args)


def _freeze_form(account: SocialAccount, *args: Any) -> StateForm:
    return _form_of(account, Permission.ACCOUNT_FREEZE, "freeze", *args)


def _form_of(account: SocialAccount, permission: Permission, prefix: str, *args: Any) -> StateForm:
    return StateForm(*args, prefix=prefix, states=choices(account.state, permission), version=account.version)


def _tier_form(account: SocialAccount, *args: Any) -> TierForm:
    return TierForm(*args, prefix="tier", tier=account.tier.value, version=account.version)


def _shown(account: SocialAccount, *, status: int = 200, **filled: Form) -> ResponseReturnValue:
    """The page; `filled` are forms in error, by name."""
    may_read_history = may(g.person, Permission.ACCOUNT_HISTORY, account)
    forms: dict[str, Form] = {
        "form": CustodianForm(find=people_called),
        "state_form": _state_form(account),
        "freeze_form": _freeze_form(account),
        "tier_form": _tier_form(account),
    }
    return page(
        "accounts/show.html",
        status=status,
        account=account,
        platforms=platforms(),
        vanished=vanished(g.db),
        panels=panels_of("account"),
        events=_history(account) if may_read_history else [],
        turned=queries.last_turn(g.db, account) if may_read_history else None,
        **{**forms, **filled},
    )


def _history(account: SocialAccount) -> list[audit.Line]:
    if may(g.person, Permission.ACCESS_READ, account):
        return audit.history_of(g.db, account, without=TOLD_ABOVE)
    return audit.history_of(g.db, account, without=TOLD_ABOVE | audit.HOLDERS, but=audit.OF_HOLDERS)
