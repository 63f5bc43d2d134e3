"""Puts the rooms together: settings, database, directory, pages."""

import logging

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from govdesk import (
    account_life,  # noqa: F401 - introduces the rooms to each other
    answers,  # noqa: F401 - lets answers of campaigns be carried out
    credential_life,  # noqa: F401 - introduces rotations and access lists
    db,
    desk_life,  # noqa: F401 - introduces the desk to the rooms that it leads to
    paths,
    successors,  # noqa: F401 - lets files ask for hand-overs
)
from govdesk.accounts import views as accounts
from govdesk.accounts.importing import views as account_imports
from govdesk.administration import views as administration
from govdesk.audit import views as audit
from govdesk.campaigns import asked_views  # noqa: F401 - adds to the same pages
from govdesk.campaigns import views as campaigns
from govdesk.desk import duty_views  # noqa: F401 - adds to the same pages
from govdesk.desk import views as desk
from govdesk.desk.clocks import views as desk_clocks  # noqa: F401 - adds to the same pages
from govdesk.desk.tools import views as tools
from govdesk.desk.types import keeping_views  # noqa: F401 - adds to the pages of the desk
from govdesk.desk.types import views as desk_types  # noqa: F401 - likewise
from govdesk.directory import views as people
from govdesk.directory import words as directory_words  # noqa: F401 - teaches the history
from govdesk.directory.company import Company
from govdesk.exposure import views as exposure
from govdesk.handover import batch_views, mine_views  # noqa: F401 - adds to the same pages
from govdesk.handover import views as handover
from govdesk.home import views as home
from govdesk.i18n import gettext, ngettext
from govdesk.incidents import suspecting_views  # noqa: F401 - adds to the same pages
from govdesk.incidents import taking_views as incident_taking  # noqa: F401 - likewise
from govdesk.incidents import views as incidents
from govdesk.lifecycle import views as lifecycle
from govdesk.logs import configure_logs
from govdesk.notify import views as notify
from govdesk.policies import views as policies
from govdesk.preflight import views as preflight
from govdesk.proof import api as public_api
from govdesk.proof import impostors, keeping
from govdesk.proof import views as proof
from govdesk.proxies import TrustedProxies
from govdesk.reports import views as reports
from govdesk.rotation import asking_views, events_views, feed_views  # noqa: F401 - adds to the same pages
from govdesk.rotation import views as rotation
from govdesk.rotation.audience import views as audiences
from govdesk.rotation.calendar import (  # noqa: F401 - adds to the same pages
    bringing_views,
    moving_views,
    overdue_views,
    planning_views,
    plans_views,
    taking_views,
)
from govdesk.rotation.calendar import views as calendar  # noqa: F401 - likewise
from govdesk.rotation.plan import order_views, rule_views  # noqa: F401 - adds to the same pages
from govdesk.rotation.plan import views as rotation_rules  # noqa: F401 - likewise
from govdesk.rotation.work import second_views, sitting_views  # noqa: F401 - likewise
from govdesk.rotation.work import views as rotation_work  # noqa: F401 - likewise
from govdesk.settings import Settings
from govdesk.signin import door
from govdesk.signin import views as signin
from govdesk.signin.oidc import views as oidc
from govdesk.signin.oidc import words as oidc_words  # noqa: F401 - teaches the history
from govdesk.web import alarms, assets, compressed, faults, filters, guard, headers, navigation, shared, state

log = logging.getLogger("govdesk")
ROOMS = (
    home,
    signin,
    oidc,
    people,
    notify,
    accounts,
    account_imports,
    lifecycle,
    handover,
    proof,
    public_api,
    impostors,
    keeping,
    exposure,
    rotation,
    incidents,
    audiences,
    campaigns,
    desk,
    tools,
    policies,
    preflight,
    reports,
    audit,
    administration,
)
LARGEST_REQUEST = 10 * 1024 * 1024
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


def build(settings: Settings) -> Flask:
    """The application; see `govdesk.create_app`."""
    configure_logs(settings.log)
    app = Flask("govdesk", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC))
    app.config.from_mapping(_flask_config(settings))
    app.url_map.converters["int"] = RowId
    _open_database(app, settings)
    _prepare_templates(app)
    app.session_interface = shared.Sessions()
    state.install(app)
    CSRFProtect(app)
    app.extensions["directory"] = Company.of(settings)
    door.install(app)
    oidc.install(app, settings)
    filters.install(app)
    faults.install(app)
    compressed.install(app)
    headers.install(app, https=settings.is_https)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    _add_demo(app, settings)
    guard.demand_stated_permissions(app)
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxies(  # type: ignore[method-assign]
            app.wsgi_app, ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1), settings.trusted_proxies
        )
    return app


class RowId(IntegerConverter):
    """A number that a table can hold; a larger one is no page, rather than an error of the database."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - werkzeug's own name
        super().__init__(map, max=2**31 - 1)


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "GOVDESK": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 1000,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "TRUSTED_HOSTS": _trusted_hosts(settings.base_url),
        "SESSION_COOKIE_NAME": "__Host-govdesk" if settings.is_https else "govdesk",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a draft must not be lost to a clock
        "WTF_CSRF_SSL_STRICT": True,
    }


def _trusted_hosts(base_url: str | None) -> list[str] | None:
    """The names this application answers to; links in mails can then not be bent by a forged Host."""
    if base_url is None:
        return None
    host = base_url.partition("://")[2]
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    return LOOPBACK if name in LOOPBACK else [name, *LOOPBACK]


def _open_database(app: Flask, settings: Settings) -> None:
    engine = db.connect(settings.database_url)
    app.extensions["engine"] = engine
    app.extensions["sessions"] = db.sessions_of(engine)
    app.extensions["reading_sessions"] = db.reading_sessions_of(engine)
    app.extensions["public_sessions"] = db.public_sessions_of(engine)


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        _=gettext,
        ngettext=ngettext,
        may=guard.may_in_page,
        navigation=navigation.navigation,
        alarms=alarms.alarms,
        asset=assets.asset,
        vendor=assets.vendor,
    )


def _add_demo(app: Flask, settings: Settings) -> None:
    if settings.dev_mail is not None:
        from govdesk.demo import views as demo

        app.register_blueprint(demo.bp)
