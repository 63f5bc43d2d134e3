"""What of an incident can be taken along: its log as a file, and the emergency sheet of an account on paper."""

import io
from typing import Any

from flask import g, request, send_file, url_for
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.exposure.models import AccountExposure
from govdesk.i18n import ngettext
from govdesk.incidents import logbook, queries, sending
from govdesk.incidents.exporting import MIMETYPES, write_log
from govdesk.incidents.forms import SheetForm
from govdesk.incidents.models import Incident
from govdesk.incidents.sheet import sheet_of
from govdesk.incidents.views import bp
from govdesk.incidents.words import told
from govdesk.web import done, page, requires, settings


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


@bp.post("/accounts/<int:account_id>/sheet/mails")
@requires(Permission.INCIDENT_CALL, on=accounts.account)
def call_to_sheet(account: SocialAccount) -> ResponseReturnValue:
    incident = queries.open_one_of(g.db, account)
    form = _sheet_form(account, request.form)
    if not form.validate():
        _note_sheet(account)
        return _sheet(account, incident, form, status=422)
    key = form.form_key.data or ""
    sending.call_to_sheet(g.db, account, form.called, by=g.person, form_key=key, now=clock.utcnow())
    g.db.commit()
    said = ngettext(
        "A mail to one person is on its way.", "Mails to %(n)d people are on their way.", len(form.called)
    )
    return done(then=_here(account, incident), say=said)


def _sheet(
    account: SocialAccount, incident: Incident | None, form: SheetForm | None = None, status: int = 200
) -> ResponseReturnValue:
    sheet = sheet_of(g.db, account, platforms(), g.person, incident)
    if form is None and may(g.person, Permission.INCIDENT_CALL, account):
        form = _sheet_form(account)
    return page(
        "incidents/sheet.html", status=status, account=account, sheet=sheet, now=clock.utcnow(),
        platforms=platforms(), form=form,
    )  # fmt: skip


def _sheet_form(account: SocialAccount, *args: Any) -> SheetForm:
    return SheetForm(*args, people=sending.may_be_called(g.db, account))


def _here(account: SocialAccount, incident: Incident | None) -> str:
    if incident is not None:
        return url_for("incidents.show_sheet", incident_id=incident.id)
    return url_for("incidents.show_account_sheet", account_id=account.id)


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
