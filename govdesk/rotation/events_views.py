"""What happened by which credentials became known, and all that is to be changed because of it."""

from datetime import timedelta
from math import ceil

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation import bundles, neighbours
from govdesk.rotation.models import RotationEvent
from govdesk.rotation.office import Office
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.queries import accounts_that_open
from govdesk.rotation.telling import meant_by, tell
from govdesk.rotation.telling_forms import TellForm
from govdesk.rotation.views import bp
from govdesk.rotation.work.board import boards
from govdesk.rotation.work.here import lists
from govdesk.web import Pages, done, page, requires, settings
from govdesk.web.paging import page_number


@bp.get("/rotations/events")
@requires(Permission.HOME)
def index_events() -> ResponseReturnValue:
    shows_all = request.args.get("which") == "all"
    found: Pages[RotationEvent] = Pages.of(g.db, bundles.events_for(g.person, open_only=not shows_all), page_number())
    return page(
        "rotation/events.html",
        pages=found,
        rows=bundles.bundles(g.db, g.person, found.rows) if found.rows else [],
        shows_all=shows_all,
        by_name=may(g.person, Permission.ROTATION_EVENT),
    )


@bp.get("/rotations/events/new")
@requires(Permission.ROTATION_TELL)
def new_event() -> ResponseReturnValue:
    now = clock.utcnow()
    form = TellForm(now=now, tz=_office().tz, happened_on=_office().today(now), **_asked_for())
    return _tell_page(form)


@bp.post("/rotations/events/new")
@requires(Permission.ROTATION_TELL)
def preview_event() -> ResponseReturnValue:
    """What would fall due, from the access lists: the look at them is on record."""
    form = TellForm(request.form, now=clock.utcnow(), tz=_office().tz)
    if not form.validate():
        return _tell_page(form, status=422)
    audit.note_reading("rotation:preview:read", g.person)
    try:
        touched = meant_by(g.db, form.told, _platforms()).touched
    except Invalid as error:
        form.form_errors = [str(error)]
        return _tell_page(form, status=422)
    accounts = accounts_that_open(g.db, {one.account_id for one in touched})
    lines = [(accounts[one.account_id], one) for one in touched if one.account_id in accounts]
    keys = {(one.credential, one.line) for one in touched if one.line is not None}
    names = neighbours.neighbours().line_names(g.db, keys)
    return page("rotation/tell_preview.html", form=form, lines=lines, names=names, told=form.told)


@bp.post("/rotations/events")
@requires(Permission.ROTATION_TELL)
def create_event() -> ResponseReturnValue:
    now = clock.utcnow()
    form = TellForm(request.form, now=now, tz=_office().tz)
    if not form.validate():
        return _tell_page(form, status=422)
    try:
        event = tell(
            g.db, form.told, platforms=_platforms(), form_key=form.form_key.data or "", by=g.person,
            now=now, today=form.today, tz=_office().tz,
        )  # fmt: skip
    except Invalid as error:
        form.form_errors = [str(error)]
        return _tell_page(form, status=422)
    g.db.commit()
    said = _("It is on record. Whoever is asked for a change hears of it within a minute.")
    return done(then=url_for("rotation.show_event", event_id=event.id), say=said)


@bp.get("/rotations/events/<int:event_id>")
@requires(Permission.ROTATION_EVENT, on=bundles.event)
def show_event(event: RotationEvent) -> ResponseReturnValue:
    audit.note_reading("rotation:event:read", event)
    now = clock.utcnow()
    losses = bundles.losses_for(g.person, event)
    named = [loss for loss in losses if may(g.person, Permission.ACCESS_READ, loss.schedule)]
    lines = {loss.id: (loss.schedule.credential, loss.line_id or loss.schedule.line_id) for loss in named}
    names = neighbours.neighbours().line_names(g.db, {key for key in lines.values() if key[1] is not None})
    return page(
        "rotation/event.html",
        event=event,
        losses=losses,
        remaining=sum(loss.cleared_by is None and loss.schedule.account.state.is_in_use for loss in losses),
        by_name=bool(named),
        boards=boards(g.db, lists(), [loss.schedule for loss in losses if loss.cleared_by is None]),
        names={id_: names[key] for id_, key in lines.items() if key in names},
        hours=bundles.hours_since(event.happened_at, now),
        within=_hours(bundles.changed_within(event)),
    )


def _tell_page(form: TellForm, status: int = 200) -> ResponseReturnValue:
    known = neighbours.neighbours()
    things = [*known.agencies(g.db), *known.tools(g.db), *(platform.name for platform in _platforms())]
    return page("rotation/tell.html", status=status, form=form, things=list(dict.fromkeys(things)))


def _asked_for() -> dict[str, str]:
    """What a link to the form says already: of which kind, about what."""
    return {name: request.args[name] for name in ("kind", "thing") if name in request.args}


def _office() -> Office:
    return office_now()


def _platforms() -> Catalogue:
    return catalogue(settings().policies)


def _hours(span: timedelta | None) -> int | None:
    """Begun hours."""
    return None if span is None else max(ceil(span / timedelta(hours=1)), 1)
