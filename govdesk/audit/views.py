"""The whole trail, for auditors."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from govdesk.access import Permission
from govdesk.audit.history import lines_with_things
from govdesk.audit.models import AuditEvent
from govdesk.i18n import _l
from govdesk.web import Pages, offers, page, requires
from govdesk.web.paging import page_number

bp = Blueprint("audit", __name__)
offers(_l("Audit"), "audit.index", icon="clock-history", permission=Permission.AUDIT_READ, place=90)


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    newest_first = select(AuditEvent).order_by(AuditEvent.id.desc())
    pages: Pages[AuditEvent] = Pages.of(g.db, newest_first, page_number(), per_page=50)
    return page("audit/index.html", pages=pages, events=lines_with_things(g.db, pages.rows))
