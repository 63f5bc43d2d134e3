"""Campaigns for who runs them: the list, starting, progress, what is to be settled."""

from datetime import date

from flask import Blueprint, current_app, g, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts.criteria import criteria, told_of_access
from govdesk.accounts.listing.filters import adds_state_filter
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.campaigns import answering, queries, starting, words
from govdesk.campaigns.forms import PickForm, StartForm, picker
from govdesk.campaigns.models import TASKS, Campaign, CampaignItem
from govdesk.campaigns.office import Office
from govdesk.campaigns.preview import NOTHING_FITS, Count, look_ahead, preview
from govdesk.campaigns.rules import due_day
from govdesk.campaigns.said import Wrong
from govdesk.i18n import _, _l
from govdesk.web import Pages, adds_panel, done, offers, page, requires, settings
from govdesk.web.paging import page_number

__all__ = ["bp", "words"]

bp = Blueprint("campaigns", __name__)
offers(_l("Campaigns"), "campaigns.index", icon="list-check", permission=Permission.CAMPAIGN_READ, place=25)
adds_panel("campaigns/_of_account.html", to="account", permission=Permission.ACCOUNT_READ, place=5)
adds_state_filter("unconfirmed", _l("Not confirmed in time"), queries.not_confirmed)

SHOWN = ("open", "tasks", "answered")


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Read `campaigns.yml` once, so that a fault in it stops the start; give the account's page its confirmations."""
    state.app.extensions["campaigns"] = Office.of(state.app.config["GOVDESK"])
    state.app.jinja_env.globals.update(
        wrong_words=lambda item: [Wrong(one).label for one in item.wrong or ()],
        confirmation_of=lambda account: queries.confirmation_of(g.db, account),
        is_task=lambda answer: answer in TASKS,
    )


@bp.get("/campaigns")
@requires(Permission.CAMPAIGN_READ)
def index() -> ResponseReturnValue:
    pages: Pages[Campaign] = Pages.of(g.db, queries.campaigns(), page_number())
    return page(
        "campaigns/index.html",
        pages=pages,
        ahead=look_ahead(g.db, now=clock.utcnow(), office=office()),
        coverage=queries.coverage_of(g.db, pages.rows),
        platforms=platforms(),
    )


@bp.get("/campaigns/new")
@requires(Permission.CAMPAIGN_START)
def new() -> ResponseReturnValue:
    pick = _picker(request.args or None)
    form = StartForm(kind=pick.wanted, today=_today(), due_on=due_day(_today(), office().terms))
    return _new_page(pick, form, status=200 if pick.validate() else 422)


@bp.post("/campaigns/new")
@requires(Permission.CAMPAIGN_START)
def start() -> ResponseReturnValue:
    now, pick = clock.utcnow(), _picker(request.form)
    form = StartForm(request.form, kind=pick.wanted, today=office().today(now))
    is_sound = pick.validate()
    if not form.validate() or not is_sound:
        return _new_page(pick, form, status=422)
    assert form.due_on.data is not None
    wish = starting.Wish(
        pick.wanted, form.title.data or "", form.due_on.data, (form.instructions.data or "").strip(), pick.chosen,
        pick.passed_over,
    )  # fmt: skip
    campaign = starting.start(g.db, wish, by=g.person, now=now, form_key=form.form_key.data)
    g.db.commit()
    return done(then=_page_of(campaign), say=_("The campaign has started. Owners get one mail each."))


@bp.get("/campaigns/<int:campaign_id>")
@requires(Permission.CAMPAIGN_READ, on=queries.campaign)
def show(campaign: Campaign) -> ResponseReturnValue:
    if told_of_access(campaign.criteria):
        audit.note_reading("campaigns:accounts:read", campaign)
    wanted = request.args.get("show", "open")
    shown = wanted if wanted in SHOWN else "open"
    pages: Pages[CampaignItem] = Pages.of(g.db, queries.items_of(campaign, shown), page_number())
    return page(
        "campaigns/show.html",
        campaign=campaign,
        pages=pages,
        shown=shown,
        coverage=queries.coverage_of(g.db, [campaign])[campaign.id],
        by_department=queries.coverage_by_department(g.db, campaign),
        picked=_in_words(campaign),
        platforms=platforms(),
        events=audit.history_of(g.db, campaign),
    )


@bp.post("/campaigns/<int:campaign_id>/closing")
@requires(Permission.CAMPAIGN_START, on=queries.campaign)
def close(campaign: Campaign) -> ResponseReturnValue:
    starting.close(g.db, campaign, by=g.person, now=clock.utcnow())
    g.db.commit()
    said = _("The campaign is closed. What was not answered stays on record as not confirmed.")
    return done(then=_page_of(campaign), say=said)


@bp.post("/campaigns/<int:campaign_id>/reminder")
@requires(Permission.CAMPAIGN_START, on=queries.campaign)
def remind(campaign: Campaign) -> ResponseReturnValue:
    starting.ask_again(g.db, campaign, by=g.person, now=clock.utcnow(), office=office())
    g.db.commit()
    return done(then=_page_of(campaign), say=_("Whoever has not answered gets a mail within the next minutes."))


@bp.post("/campaigns/items/<int:item_id>/settlement")
@requires(Permission.CAMPAIGN_START, on=queries.item)
def settle(item: CampaignItem) -> ResponseReturnValue:
    answering.settle(g.db, item, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("campaigns.show", campaign_id=item.campaign_id, show="tasks"), say=_("It is settled."))


def office() -> Office:
    """How campaigns go here."""
    found = current_app.extensions["campaigns"]
    assert isinstance(found, Office)
    return found


def platforms() -> Catalogue:
    return catalogue(settings().policies)


def _today() -> date:
    return office().today(clock.utcnow())


def _picker(values: MultiDict[str, str] | None) -> PickForm:
    """The criteria as chosen; their defaults where nothing was chosen yet."""
    known = [(one.key, one.label, one.default, list(one.choices(g.db, platforms()))) for one in criteria()]
    return picker(values, known)


def _new_page(pick: PickForm, form: StartForm, status: int = 200) -> ResponseReturnValue:
    if not pick.errors and told_of_access(pick.chosen):
        # A count tells something of one account when all else is narrowed to it.
        chosen_ones = {key: value for key, value in pick.chosen.items() if value}
        audit.note_reading("campaigns:accounts:counted", Count(), **chosen_ones)
    shown = NOTHING_FITS if pick.errors else preview(g.db, pick.wanted, pick.chosen, pick.passed_over)
    chosen = {"kind": pick.wanted.value, "others": pick.passed_over.value, **pick.chosen}
    return page(
        "campaigns/new.html",
        status=status,
        pick=pick,
        form=form,
        preview=shown,
        chosen=chosen,
        platforms=platforms(),
    )


def _in_words(campaign: Campaign) -> list[tuple[str, str]]:
    """The criteria of a campaign as label and chosen word."""
    found = []
    for one in criteria():
        value = campaign.criteria.get(one.key)
        if value:
            found.append((one.label, dict(one.choices(g.db, platforms())).get(value, value)))
    return found


def _page_of(campaign: Campaign) -> str:
    return url_for("campaigns.show", campaign_id=campaign.id)
