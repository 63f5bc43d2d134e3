"""What a person was told, and how they want to be told."""

from flask import Blueprint, current_app, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.notify import bell, feeds
from govdesk.notify.forms import QuietForm, ReadForm
from govdesk.notify.models import CalendarFeed, QuietHours
from govdesk.notify.quiet import read_hours
from govdesk.web import done, page, requires, settings

bp = Blueprint("notify", __name__)


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Read `notices.yml` once, so that a fault in it stops the start."""
    state.app.extensions["quiet_hours"] = read_hours(PolicyFiles(state.app.config["GOVDESK"].policies))


@bp.get("/notices")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    return page("notify/index.html", notices=bell.unread(g.db, g.person), form=ReadForm())


@bp.post("/notices/readings")
@requires(Permission.HOME)
def mark_read() -> ResponseReturnValue:
    form = ReadForm(request.form)
    if form.validate() and form.up_to.data is not None:
        bell.mark_read(g.db, g.person, up_to=form.up_to.data, now=clock.utcnow())
        g.db.commit()
    return done(then=url_for("notify.index"), say=_("Put aside."))


@bp.get("/settings/notices")
@requires(Permission.HOME)
def choices() -> ResponseReturnValue:
    own = g.db.get(QuietHours, g.person.id)
    return _choices(QuietForm(obj=own))


@bp.post("/settings/notices")
@requires(Permission.HOME)
def choose() -> ResponseReturnValue:
    form = QuietForm(request.form)
    if not form.validate():
        return _choices(form, status=422)
    if form.begins.data is not None and form.ends.data is not None:
        g.db.merge(QuietHours(person_id=g.person.id, begins=form.begins.data, ends=form.ends.data))
    elif own := g.db.get(QuietHours, g.person.id):
        g.db.delete(own)
    g.db.commit()
    return done(then=url_for("notify.choices"), say=_("Your quiet hours are saved."))


@bp.post("/settings/notices/feed")
@requires(Permission.HOME)
def renew_feed() -> ResponseReturnValue:
    """The page shows the address this once: only its hash is kept."""
    token = feeds.renew(g.db, g.person, now=clock.utcnow())
    g.db.commit()
    address = (settings().base_url or request.host_url.rstrip("/")) + "/rotations.ics?token=" + token
    return _choices(QuietForm(obj=g.db.get(QuietHours, g.person.id)), address=address)


@bp.post("/settings/notices/feed/closure")
@requires(Permission.HOME)
def close_feed() -> ResponseReturnValue:
    feeds.close(g.db, g.person)
    g.db.commit()
    return done(then=url_for("notify.choices"), say=_("The address opens nothing any more."))


def _choices(form: QuietForm, status: int = 200, address: str | None = None) -> ResponseReturnValue:
    return page(
        "notify/choices.html",
        status=status,
        form=form,
        feed=g.db.get(CalendarFeed, g.person.id),
        address=address,
        of_all=current_app.extensions["quiet_hours"],
    )
