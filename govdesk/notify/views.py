"""What a person was told, and how they want to be told."""

from flask import Blueprint, current_app, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.notify import bell, feeds, leaving
from govdesk.notify.forms import KindForm, QuietForm, ReadForm
from govdesk.notify.models import CalendarFeed, QuietHours
from govdesk.notify.policy import NoticePolicy, sound_policy
from govdesk.notify.refusals import refused_readers, undelivered
from govdesk.web import done, page, public, requires, settings
from govdesk.web.guard import NO_SUCH_PAGE

bp = Blueprint("notify", __name__)
SHOWN = 200
"""Of those whom mail does not reach."""


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Read `notices.yml` once, so that a fault in it stops the start."""
    state.app.extensions["notice_policy"] = sound_policy(PolicyFiles(state.app.config["GOVDESK"].policies))
    state.app.jinja_env.globals["number_of_news"] = lambda: bell.number_new(g.db, g.person)
    # A mail program presses it, which has no session and so no token of one; the address itself is the key.
    state.app.extensions["csrf"].exempt(leave_kind)


def _policy() -> NoticePolicy:
    policy: NoticePolicy = current_app.extensions["notice_policy"]
    return policy


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


@bp.get("/notices/refused")
@requires(Permission.HOUSE_ALARMS)
def refused() -> ResponseReturnValue:
    """Whom mail does not reach, and what was given up; what it was to say is not told."""
    return page(
        "notify/refused.html",
        refused=g.db.scalars(refused_readers().limit(SHOWN)).all(),
        undelivered=g.db.scalars(undelivered(clock.utcnow()).limit(SHOWN)).all(),
    )


@bp.get("/notices/leaving")
@public
def ask_to_leave() -> ResponseReturnValue:
    """Shows what the link in a mail would end, and ends nothing: programs open links, too."""
    _person, kind = _meant()
    return page("notify/leaving.html", name=leaving.leavable()[kind], token=request.args["token"])


@bp.post("/notices/leaving")
@public
def leave_kind() -> ResponseReturnValue:
    """Also by a mail program, with one press (RFC 8058)."""
    person, kind = _meant()
    leaving.leave(g.db, person, kind, now=clock.utcnow())
    g.db.commit()
    return page("notify/left.html", name=leaving.leavable()[kind])


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


@bp.post("/settings/notices/kinds")
@requires(Permission.HOME)
def choose_kind() -> ResponseReturnValue:
    form = KindForm(request.form)
    kind = form.kind.data or ""
    if not form.validate() or kind not in _policy().may_be_left:
        raise NotFound(NO_SUCH_PAGE)
    if form.wanted.data == "yes":
        leaving.want_again(g.db, g.person, kind)
    else:
        leaving.leave(g.db, g.person, kind, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("notify.choices"), say=_("Your choice is saved."))


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
        of_all=_policy().quiet,
        kinds=sorted((str(leaving.leavable()[kind]), kind) for kind in _policy().may_be_left),
        left=leaving.kinds_left(g.db, g.person),
    )


def _meant() -> tuple[Person, str]:
    """Whom and which kind the token in the address means. Raises NotFound, also where policy has changed its mind."""
    meant = leaving.meant_by(settings(), request.args.get("token", ""))
    person = g.db.get(Person, meant[0]) if meant else None
    if meant is None or person is None or meant[1] not in _policy().may_be_left:
        raise NotFound(_("This link is not whole, or mail of this kind can no longer be left."))
    return person, meant[1]
