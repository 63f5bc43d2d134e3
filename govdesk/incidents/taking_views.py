"""What of an incident can be taken along: its log as a file, and the emergency sheet of an account on paper."""

import io

from flask import g, request, send_file
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.exposure.models import AccountExposure
from govdesk.incidents import logbook, queries
from govdesk.incidents.exporting import MIMETYPES, write_log
from govdesk.incidents.models import Incident
from govdesk.incidents.sheet import sheet_of
from govdesk.incidents.views import bp
from govdesk.incidents.words import told
from govdesk.web import page, requires, settings


@bp.get("/incidents/<int:incident_id>/log.csv")
@requires(Permission.INCIDENT_LOG, on=queries.incident)
def take_csv(incident: Incident) -> ResponseReturnValue:
    return _taken(incident, "csv")


@bp.get("/incidents/<int:incident_id>/log.xlsx")
@requires(Permission.INCIDENT_LOG, on=queries.incident)
def take_xlsx(incident: Incident) -> ResponseReturnValue:
    return _taken(incident, "xlsx")


@bp.get("/incidents/<int:incident_id>/sheet")
@requires(Permission.ACCESS_READ, on=queries.incident)
def show_sheet(incident: Incident) -> ResponseReturnValue:
    """That somebody took it stands in the log, as it does in the trail."""
    _note_sheet(incident.account)
    if request.method != "HEAD" and incident.closed_at is None:
        logbook.note_sheet(g.db, incident, by=g.person, now=clock.utcnow())
        g.db.commit()
    return _sheet(incident.account, incident)


@bp.get("/accounts/<int:account_id>/sheet")
@requires(Permission.ACCESS_READ, on=accounts.account)
def show_account_sheet(account: SocialAccount) -> ResponseReturnValue:
    """Before anything has happened: for the drawer."""
    _note_sheet(account)
    return _sheet(account, None)


def _sheet(account: SocialAccount, incident: Incident | None) -> ResponseReturnValue:
    sheet = sheet_of(g.db, account, platforms(), g.person, incident)
    return page("incidents/sheet.html", account=account, sheet=sheet, now=clock.utcnow(), platforms=platforms())


def _note_sheet(account: SocialAccount) -> None:
    audit.note_reading("incidents:sheet:read", AccountExposure(account_id=account.id))


def _taken(incident: Incident, kind: str) -> ResponseReturnValue:
    if request.method != "GET":  # who asks for the head alone takes nothing along
        return "", {"Content-Type": MIMETYPES[kind]}
    audit.note_reading("incidents:log:taken", incident)
    log = told(g.db, queries.entries_of(g.db, incident))
    file = io.BytesIO()
    write_log(incident, log, kind, settings().timezone, file)
    file.seek(0)
    name = f"incident-{incident.id}.{kind}"
    return send_file(file, mimetype=MIMETYPES[kind], as_attachment=True, download_name=name)
