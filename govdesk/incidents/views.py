"""Incidents: beginning one, its page with steps and log, its end."""

from collections.abc import Sequence

from flask import Blueprint, g, redirect, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts import asking_first
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.accounts.states import choices
from govdesk.errors import Invalid, NotFound, NotPermitted
from govdesk.exposure.models import AccountExposure
from govdesk.exposure.reading import lines_of
from govdesk.i18n import _, _l
from govdesk.incidents import (
    joining,  # noqa: F401 (hears what is put on access lists)
    logbook,
    queries,
    telling,  # noqa: F401 (teaches the outbox its words)
)
from govdesk.incidents.after import summary_of
from govdesk.incidents.closing import Outcome, end
from govdesk.incidents.drawing import Drawing, Named, draw
from govdesk.incidents.forms import BeginForm, EndForm, NoteForm, StepForm, begin_form
from govdesk.incidents.models import Incident
from govdesk.incidents.opening import Decided, begin, goes_on
from govdesk.incidents.reach import Reach, reach_of
from govdesk.incidents.rules import Step
from govdesk.incidents.suspecting import open_suspicions
from govdesk.incidents.widening import linked_since, take_in
from govdesk.incidents.words import link_names, told
from govdesk.rotation.plan.present import office_now
from govdesk.web import Pages, adds_panel, done, offers, page, requires
from govdesk.web.guard import NO_SUCH_PAGE
from govdesk.web.paging import page_number

bp = Blueprint("incidents", __name__)
offers(_l("Incidents"), "incidents.index", icon="shield-exclamation", permission=Permission.INCIDENT_LOG, place=32)
adds_panel("incidents/_of_account.html", to="account", permission=Permission.ACCOUNT_READ, place=12)


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Give the page of an account its incidents."""
    state.app.jinja_env.globals.update(incidents_of=lambda account: queries.latest_of(g.db, account))


@bp.get("/incidents")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    """All of them by role, those of one's own accounts by relation; to anybody else there is no such page."""
    by_role = may(g.person, Permission.INCIDENT_READ)
    if not by_role and g.db.scalar(queries.answered_for_by(g.person).limit(1)) is None:
        raise NotFound(NO_SUCH_PAGE)
    pages: Pages[Incident] = Pages.of(g.db, queries.incidents_for(g.person), page_number())
    leads = may(g.person, Permission.INCIDENT_LEAD)
    return page(
        "incidents/index.html",
        pages=pages,
        platforms=platforms(),
        unseen=queries.without_incident(g.db) if leads else [],
        suspicions=open_suspicions(g.db) if leads else [],
    )


@bp.get("/accounts/<int:account_id>/incident")
@requires(Permission.INCIDENT_LEAD, on=accounts.account)
def new(account: SocialAccount) -> ResponseReturnValue:
    if known := queries.open_one_of(g.db, account):
        return redirect(url_for("incidents.show", incident_id=known.id), 303)
    _note_looking(account)
    reach, suspicions = reach_of(g.db, account), open_suspicions(g.db, account)
    return _begin_page(reach, begin_form(reach.linked, reason=suspicions[0].reason if suspicions else ""))


@bp.post("/accounts/<int:account_id>/incident")
@requires(Permission.INCIDENT_LEAD, on=queries.account_to_change)
def create(account: SocialAccount) -> ResponseReturnValue:
    if known := queries.open_one_of(g.db, account):
        if not known.form_key or known.form_key != request.form.get("form_key"):
            raise goes_on()
        return done(then=_here(known))
    now, reach = clock.utcnow(), reach_of(g.db, account)
    form = begin_form(reach.linked, request.form)
    if not form.validate():
        _note_looking(account)
        return _begin_page(reach, form, status=422)
    decided = Decided(reach, (form.reason.data or "").strip(), form.left_out)
    incident = begin(g.db, decided, by=g.person, form_key=form.form_key.data, now=now, office=office_now())
    g.db.commit()
    said = _("Incident mode has begun. Whoever is asked for a change hears of it within a minute.")
    return done(then=url_for("incidents.show", incident_id=incident.id), say=said)


@bp.get("/incidents/<int:incident_id>")
@requires(Permission.INCIDENT_READ, on=queries.incident)
def show(incident: Incident) -> ResponseReturnValue:
    if may(g.person, Permission.INCIDENT_LOG):
        audit.note_reading("incidents:incident:read", incident)
    return _page(incident)


@bp.post("/incidents/<int:incident_id>/notes")
@requires(Permission.INCIDENT_LEAD, on=queries.incident_to_change)
def add_note(incident: Incident) -> ResponseReturnValue:
    form = NoteForm(request.form)
    if not form.validate():
        return _page(incident, note_form=form, status=422)
    text = (form.text.data or "").strip()
    logbook.note(g.db, incident, text, by=g.person, form_key=form.form_key.data, now=clock.utcnow())
    g.db.commit()
    return done(then=_here(incident), say=_("It stands in the log."))


@bp.post("/incidents/<int:incident_id>/steps")
@requires(Permission.INCIDENT_LEAD, on=queries.incident_to_change)
def tick(incident: Incident) -> ResponseReturnValue:
    form = StepForm(request.form)
    if not form.validate():
        raise Invalid(_("There is no such step. Reload the page."))
    logbook.tick(g.db, incident, Step(form.step.data), by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=_here(incident), say=_("The step is done; the log says so."))


@bp.post("/incidents/<int:incident_id>/accounts")
@requires(Permission.INCIDENT_LEAD, on=queries.incident_to_change)
def add_account(incident: Incident) -> ResponseReturnValue:
    account_id = request.form.get("account", type=int)
    take_in(g.db, incident, account_id, by=g.person, now=clock.utcnow(), office=office_now())
    g.db.commit()
    return done(then=_here(incident), say=_("It is in. Whoever is asked for a change hears of it within a minute."))


@bp.post("/incidents/<int:incident_id>/closure")
@requires(Permission.INCIDENT_LEAD, on=queries.incident_to_change)
def close(incident: Incident) -> ResponseReturnValue:
    form = _end_form(incident, request.form)
    if not form.validate():
        return _page(incident, end_form=form, status=422)
    outcome = Outcome(form.after, (form.summary.data or "").strip(), (form.left_open.data or "").strip())
    try:
        end(g.db, incident, outcome, by=g.person, now=clock.utcnow(), office=office_now())
    except Invalid as error:
        form.left_open.errors = [str(error)]
        return _page(incident, end_form=form, status=422)
    g.db.commit()
    return done(then=_here(incident), say=_("The incident has ended. Ordinary reminders go out again."))


def _show_first(account: SocialAccount, reason: str) -> ResponseReturnValue:
    """Who declares an account compromised sees what that reaches before it is so."""
    if not may(g.person, Permission.INCIDENT_LEAD, account):
        raise NotPermitted(_("Your role does not allow this."))
    reach = reach_of(g.db, account)
    _note_looking(account)
    return _begin_page(reach, begin_form(reach.linked, reason=reason))


asking_first.shows_first(AccountState.COMPROMISED, _show_first)


def _begin_page(reach: Reach, form: BeginForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "incidents/new.html", status=status, account=reach.account, reach=reach, form=form,
        drawing=_drawn(reach), platforms=platforms(), suspicions=open_suspicions(g.db, reach.account),
    )  # fmt: skip


def _drawn(reach: Reach) -> Drawing:
    return draw(
        _named(reach.account, "itself"),
        [Named(thing.key, str(thing.kind.label), thing.name) for thing in reach.things],
        [
            (
                _named(linked.account, f"account:{linked.account.id}"),
                [thing.key for thing in linked.things],
            )
            for linked in reach.linked
        ],
    )


def _named(account: SocialAccount, key: str) -> Named:
    """A handle may be nothing but a number of the platform."""
    return Named(key, f"{platforms().name_of(account.platform)} {account.handle}", account.name)


def _page(
    incident: Incident, *, note_form: NoteForm | None = None, end_form: EndForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """Who has no business with access lists is shown how far it is, not by what."""
    now, reads_log = clock.utcnow(), may(g.person, Permission.INCIDENT_LOG)
    losses, entries = queries.losses_of(g.db, incident), queries.entries_of(g.db, incident)
    reached = queries.reached_by(g.db, incident)
    return page(
        "incidents/show.html",
        status=status,
        incident=incident,
        platforms=platforms(),
        summary=summary_of(incident, losses, entries, now),
        steps=list(Step),
        ticked={entry.step: entry for entry in entries if entry.step},
        tools=_tools(incident) if reads_log else [],
        log=told(g.db, entries) if reads_log else None,
        reached=reached if reads_log else None,
        since=linked_since(g.db, incident) if reads_log and incident.closed_at is None else [],
        link_names=link_names(g.db, {key for one in reached for key in one.links}) if reads_log else {},
        note_form=note_form or NoteForm(),
        end_form=end_form or _end_form(incident),
    )


def _tools(incident: Incident) -> Sequence[str]:
    """In which somebody has to stop what is scheduled."""
    return [tool.name for tool in lines_of(g.db, [incident.account_id])[incident.account_id].tools]


def _end_form(incident: Incident, *args: object) -> EndForm:
    """Into any state but the one it is to come out of; it may be out already."""
    state = incident.account.state
    stays = [] if state is AccountState.COMPROMISED else [state]
    states = [*stays, *choices(state, Permission.ACCOUNT_FREEZE)]
    return EndForm(*args, states=[one for one in states if one is not AccountState.COMPROMISED], state=states[0])


def _note_looking(account: SocialAccount) -> None:
    audit.note_reading("incidents:reach:read", AccountExposure(account_id=account.id))


def _here(incident: Incident) -> str:
    return url_for("incidents.show", incident_id=incident.id)
