"""My day; health for machines."""

from flask import Blueprint, current_app, g, jsonify
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.home.health import health
from govdesk.home.my_day import my_day
from govdesk.i18n import _l
from govdesk.rotation.plan.present import office_now
from govdesk.web import offers, page, public, requires

bp = Blueprint("home", __name__)
offers(_l("My day"), "home.show", icon="sun", permission=Permission.HOME, place=10)


@bp.get("/")
@requires(Permission.HOME)
def show() -> ResponseReturnValue:
    now = clock.utcnow()
    office = office_now()
    mine = my_day(g.db, g.person, now=now, today=office.today(now), office=office)
    return page("home/my_day.html", mine=mine, now=now)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    parts = health(current_app)
    status = 200 if parts["database"] == parts["migrations"] == "up" else 503
    return jsonify(parts), status
