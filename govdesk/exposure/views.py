"""The access list of an account and its forecast; exceptions; what somebody's leaving would do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.listing.narrowing import Narrowing, narrows_list
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import is_somebodys, people_called
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_id
from govdesk.exposure import (
    actions,
    criteria,  # noqa: F401 - adds to what campaigns pick by
    exceptions,
    kinds,
    queries,
    words,
)
from govdesk.exposure.attesting import Attested, attested, note_readings, readable_by
from govdesk.exposure.bereft import MOST_ANSWERED_FOR, bereft
from govdesk.exposure.exception_form import ExceptionForm
from govdesk.exposure.findings import Weakness
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.forms import LineForm
from govdesk.exposure.kinds import Drawer, Entry
from govdesk.exposure.models import AccessException, AccountExposure
from govdesk.exposure.offers import Offers, offers_for
from govdesk.exposure.overview import losses, overview
from govdesk.exposure.reading import lines_of
from govdesk.exposure.surviving import known_still
from govdesk.i18n import _
from govdesk.web import adds_panel, done, page, requires, settings

bp = Blueprint("exposure", __name__)
adds_panel("exposure/_of_account.html", to="account", permission=Permission.ACCOUNT_READ, place=5)
adds_panel("exposure/_of_person.html", to="person", permission=Permission.PERSON_ACCESS, place=25)
narrows_list("access", Narrowing(Permission.ACCESS_STATES, tuple(Outlook), queries.accounts_with_outlook))
NEW = "/accounts/<int:account_id>/access/<any(grants, recovery, factors, devices, tools, vault):kind>"
LINE = (
    "/accounts/<int:account_id>/access"
    "/<any(grants, custodians, recovery, factors, devices, tools, vault):kind>/<int:line_id>"
)


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Give pages the words and the two numbers of an account."""
    state.app.jinja_env.globals.update(
        exposure_of=lambda account: queries.exposure_of(g.db, account),
        own_ways=lambda account: queries.own_ways(g.db, account, g.person),
        own_lines=lambda account: queries.own_lines(g.db, account, g.person),
        own_line_words=words.own_line_words,
        sign_in_words=words.sign_in_words,
        recover_words=words.recover_words,
    )


@bp.app_template_global("attested_of")
def attested_of(accounts: Sequence[SocialAccount]) -> dict[int, Attested]:
    """What the reader attests of these accounts; what they read of it is on record.

    Only who opens a page reads lists: a refused form writes nothing, so it shows no more than the two numbers.
    """
    read = readable_by(g.person, accounts) if request.method == "GET" else []
    if read:
        _begin_anew()
        note_readings(g.db, read, by=g.person, now=clock.utcnow())
        g.db.commit()
    return attested(g.db, accounts, read)


@bp.get("/accounts/<int:account_id>/access")
@requires(Permission.ACCESS_READ, on=accounts.account)
def show(account: SocialAccount) -> ResponseReturnValue:
    _moment, today = _now()
    numbers = AccountExposure(account_id=account.id)
    audit.note_reading("exposure:list:read", numbers)
    events = audit.history_of(g.db, numbers, without=("line",))
    return page("exposure/show.html", account=account, seen=overview(g.db, account, today), events=events)


@bp.get(NEW)
@requires(Permission.ACCESS_KEEP, on=kinds.drawer)
def new(drawer: Drawer) -> ResponseReturnValue:
    return _new_page(drawer, _form_to_add(drawer))


@bp.post(NEW)
@requires(Permission.ACCESS_KEEP, on=kinds.drawer)
def create(drawer: Drawer) -> ResponseReturnValue:
    form = _form_to_add(drawer, request.form)
    if not form.validate():
        return _new_page(drawer, form, status=422)
    now, today = _now()
    if drawer.kind.key == "grants":
        actions.grant_access(g.db, drawer.account, form.values, by=g.person, now=now, today=today)
    else:
        actions.add_line(g.db, drawer.account, drawer.kind.table, form.values, by=g.person, now=now, today=today)
    g.db.commit()
    return done(then=_list_url(drawer.account.id), say=_("It is on the list, and the forecast is reckoned anew."))


@bp.get(LINE)
@requires(Permission.ACCESS_KEEP, on=kinds.entry)
def edit(entry: Entry) -> ResponseReturnValue:
    return _edit_page(entry, _form_of(entry))


@bp.post(LINE)
@requires(Permission.ACCESS_KEEP, on=kinds.entry)
def change(entry: Entry) -> ResponseReturnValue:
    form = _form_of(entry, request.form)
    if not form.validate():
        return _edit_page(entry, form, status=422)
    now, today = _now()
    is_lost = actions.change_line(g.db, entry.line, form.values, by=g.person, now=now, today=today)
    g.db.commit()
    said = _("The change is on record. What others knew they know still: its change is asked for.")
    return done(then=_list_url(entry.line.account_id), say=said if is_lost else _("The change is on record."))


@bp.post(LINE + "/ending")
@requires(Permission.ACCESS_KEEP, on=kinds.entry)
def end(entry: Entry) -> ResponseReturnValue:
    now, today = _now()
    actions.end_line(g.db, entry.line, by=g.person, now=now, today=today)
    g.db.commit()
    said = _("It is off the list. Whoever knew it knows it still: its change is asked for.")
    is_exposed = known_still(entry.line) is not None
    return done(then=_list_url(entry.line.account_id), say=said if is_exposed else _("It is off the list."))


@bp.get("/accounts/<int:account_id>/exceptions")
@requires(Permission.ACCESS_KEEP, on=accounts.account)
def new_exception(account: SocialAccount) -> ResponseReturnValue:
    return _exception_page(account, _exception_form(account))


@bp.post("/accounts/<int:account_id>/exceptions")
@requires(Permission.ACCESS_KEEP, on=accounts.account)
def ask(account: SocialAccount) -> ResponseReturnValue:
    form = _exception_form(account, request.form)
    if not form.validate():
        return _exception_page(account, form, status=422)
    assert form.ends_on.data is not None
    wish = exceptions.Wish(Weakness(form.weakness.data), (form.reason.data or "").strip(), form.ends_on.data)
    exceptions.ask_exception(g.db, account, wish, by=g.person, form_key=form.form_key.data, now=clock.utcnow())
    g.db.commit()
    return done(then=_list_url(account.id), say=_("Security has to approve the exception before it counts."))


@bp.post("/accounts/<int:account_id>/exceptions/<int:exception_id>/approval")
@requires(Permission.ACCESS_EXCEPT, on=queries.exception)
def approve(exception: AccessException) -> ResponseReturnValue:
    now, today = _now()
    exceptions.approve_exception(g.db, exception, by=g.person, now=now, today=today)
    g.db.commit()
    return done(then=_list_url(exception.account_id), say=_("The exception holds until its last day."))


@bp.post("/accounts/<int:account_id>/exceptions/<int:exception_id>/ending")
@requires(Permission.ACCESS_EXCEPT, on=queries.exception)
def end_exception(exception: AccessException) -> ResponseReturnValue:
    now, today = _now()
    exceptions.end_exception(g.db, exception, by=g.person, now=now, today=today)
    g.db.commit()
    return done(then=_list_url(exception.account_id), say=_("The exception is over."))


@bp.get("/people/id/<int:person_id>/leaving")
@requires(Permission.PERSON_ACCESS, on=person_by_id)
def show_leaving(person: Person) -> ResponseReturnValue:
    _moment, today = _now()
    audit.note_reading("exposure:leaving:read", person)
    return page(
        "exposure/leaving.html",
        person=person,
        losses=losses(g.db, person, today),
        bereft=bereft(g.db, person),
        most_bereft=MOST_ANSWERED_FOR,
        platforms=catalogue(settings().policies),
    )


def _form_to_add(drawer: Drawer, *data: Any) -> LineForm:
    return _form(drawer.kind.form_to_add or drawer.kind.form, drawer.account, *data)


def _form_of(entry: Entry, *data: Any) -> LineForm:
    return _form(entry.kind.form, entry.line.account, *data, line=entry.line)


def _form(form: type[LineForm], account: SocialAccount, *data: Any, line: Any = None) -> LineForm:
    lines, offers = lines_of(g.db, [account.id])[account.id], _offers(account)
    return form(
        *data, find=people_called, is_somebodys=is_somebodys, today=_now()[1], lines=lines, offers=offers, line=line
    )


def _offers(account: SocialAccount) -> Offers:
    return offers_for(account, catalogue(settings().policies))


def _exception_form(account: SocialAccount, *data: Any) -> ExceptionForm:
    _moment, today = _now()
    return ExceptionForm(*data, weak=overview(g.db, account, today).may_ask, today=today)


def _new_page(drawer: Drawer, form: LineForm, status: int = 200) -> ResponseReturnValue:
    # Whose own log-in a factor may belong to is offered by name; what is refused may tell what stands already.
    if drawer.kind.key == "factors" or form.errors:
        audit.note_reading("exposure:list:read", AccountExposure(account_id=drawer.account.id))
    return page("exposure/new.html", status=status, account=drawer.account, kind=drawer.kind, form=form)


def _edit_page(entry: Entry, form: LineForm, status: int = 200) -> ResponseReturnValue:
    audit.note_reading("exposure:list:read", AccountExposure(account_id=entry.line.account_id))
    return page("exposure/edit.html", status=status, line=entry.line, kind=entry.kind, form=form)


def _exception_page(account: SocialAccount, form: ExceptionForm, status: int = 200) -> ResponseReturnValue:
    return page("exposure/exception.html", status=status, account=account, form=form)


def _list_url(account_id: int) -> str:
    return url_for("exposure.show", account_id=account_id)


def _begin_anew() -> None:
    """So that what is put on record is first in its transaction: on SQLite one that has read may not get to write."""
    g.db.commit()


def _now() -> tuple[datetime, date]:
    now = clock.utcnow()
    return now, clock.local_date(now, settings().timezone)
