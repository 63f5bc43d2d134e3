"""The settings pages: the directory and its runs, and who may do what."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.administration import rights, standing
from govdesk.administration.forms import LookUpForm
from govdesk.administration.lookup import look_up
from govdesk.directory.company import Company
from govdesk.directory.ldap import check
from govdesk.directory.models import SyncRun
from govdesk.i18n import _l
from govdesk.web import Stretch, offers, page, requires
from govdesk.web.paging import PER_PAGE
from govdesk.web.routes import routes
from govdesk.web.sheets import download
from govdesk.web.stretches import row_before

T = TypeVar("T")

bp = Blueprint("administration", __name__)
offers(_l("Settings"), "administration.index", icon="gear", permission=Permission.SETTINGS_READ, place=95)


@bp.get("/settings")
@requires(Permission.SETTINGS_READ)
def index() -> ResponseReturnValue:
    last = standing.last_done(g.db)
    return page("administration/index.html", last=last, is_old=standing.is_old(last, clock.utcnow()), **_set_up())


@bp.get("/settings/directory")
@requires(Permission.SETTINGS_READ)
def show_directory() -> ResponseReturnValue:
    return _directory_page(LookUpForm())


@bp.get("/settings/directory/checks")
@bp.get("/settings/directory/look-ups")
@requires(Permission.SETTINGS_READ)
def back_to_directory() -> ResponseReturnValue:
    """For whoever opens again what a form has answered."""
    return redirect(url_for("administration.show_directory"))


@bp.post("/settings/directory/checks")
@requires(Permission.DIRECTORY_CHECK)
def check_directory() -> ResponseReturnValue:
    company = _company()
    return page("administration/check.html", steps=_meanwhile(lambda: check.steps(company)))


@bp.post("/settings/directory/look-ups")
@requires(Permission.DIRECTORY_CHECK)
def look_up_login() -> ResponseReturnValue:
    form, company = LookUpForm(request.form), _company()
    if not form.validate():
        return _directory_page(form, 422)
    login = form.login.data or ""
    return page("administration/look_up.html", form=form, found=_meanwhile(lambda: look_up(company, login)))


@bp.get("/settings/directory/runs/<int:run_id>")
@requires(Permission.SETTINGS_READ, on=standing.run)
def show_run(run: SyncRun) -> ResponseReturnValue:
    return page("administration/run.html", run=run)


@bp.get("/settings/access")
@requires(Permission.SETTINGS_READ)
def show_access() -> ResponseReturnValue:
    every = routes(current_app)
    return page(
        "administration/access.html",
        columns=rights.COLUMNS,
        rights=rights.rights(every),
        open_to_all=[route for route in every if route.permission is None],
        holders=rights.holders(g.db, _company().roles),
    )


@bp.get("/settings/access.csv")
@requires(Permission.SETTINGS_READ)
def export_access() -> ResponseReturnValue:
    return download(rights.as_rows(rights.rights(routes(current_app))), "govdesk-access.csv")


def _directory_page(form: LookUpForm, status: int = 200) -> ResponseReturnValue:
    only_wrong, company, last = request.args.get("only") == "wrong", _company(), standing.last_done(g.db)
    rows = standing.runs(g.db, only_wrong=only_wrong, before=row_before(), limit=PER_PAGE + 1)
    missing = standing.missing(g.db)
    return page(
        "administration/directory.html",
        status=status,
        form=form,
        last=last,
        is_old=standing.is_old(last, clock.utcnow()),
        missing=missing,
        runs=Stretch.of(rows),
        only_wrong=only_wrong,
        servers=_meanwhile(lambda: standing.servers_now(company.server)),
        **_set_up(),
    )


def _set_up() -> dict[str, Any]:
    """What is set about the directory, without its secrets."""
    server = _company().server
    return {"settings": server.settings, "meaning": server.meaning}


def _company() -> Company:
    company = current_app.extensions["directory"]
    assert isinstance(company, Company)
    return company


def _meanwhile(ask: Callable[[], T]) -> T:
    """What `ask` gives, which may take seconds: others may write until then.

    On SQLite whoever asked who is signed in holds the lock.
    """
    g.db.commit()
    return ask()
