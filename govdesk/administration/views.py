"""The settings pages: where to look, and who may do what."""

from flask import Blueprint, current_app, g
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.administration import rights
from govdesk.files import PolicyFiles
from govdesk.i18n import _l
from govdesk.web import offers, page, requires, settings
from govdesk.web.routes import routes
from govdesk.web.sheets import download

bp = Blueprint("administration", __name__)
offers(_l("Settings"), "administration.index", icon="gear", permission=Permission.SETTINGS_READ, place=95)


@bp.get("/settings")
@requires(Permission.SETTINGS_READ)
def index() -> ResponseReturnValue:
    return page("administration/index.html")


@bp.get("/settings/access")
@requires(Permission.SETTINGS_READ)
def show_access() -> ResponseReturnValue:
    return page(
        "administration/access.html",
        columns=rights.COLUMNS,
        rights=rights.rights(routes(current_app)),
        open_to_all=[route for route in routes(current_app) if route.permission is None],
        holders=rights.holders(g.db, PolicyFiles(settings().policies)),
    )


@bp.get("/settings/access.csv")
@requires(Permission.SETTINGS_READ)
def export_access() -> ResponseReturnValue:
    return download(rights.as_rows(rights.rights(routes(current_app))), "govdesk-access.csv")
