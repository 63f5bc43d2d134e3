"""The list of tools and sites: what may be used, until when, and why not."""

from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import audit
from govdesk.access import Permission, may
from govdesk.audit.history import events_of
from govdesk.desk.forms import number_in
from govdesk.desk.models import Ticket
from govdesk.desk.tools import (
    actions,
    queries,
    words,  # noqa: F401 - teaches the history
)
from govdesk.desk.tools.forms import ToolFilterForm, ToolForm
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.types.present import deed_now
from govdesk.errors import Conflict
from govdesk.i18n import _, _l
from govdesk.web import Pages, done, offers, page, requires, settings
from govdesk.web.paging import page_number
from govdesk.web.sheets import download

bp = Blueprint("tools", __name__)
offers(_l("Tools and sites"), "tools.index", icon="plug", permission=Permission.TOOL_READ, place=22)
COLUMNS = ("name", "url", "kind", "state", "until_on", "conditions", "reason", "alternative", "reviewed_on")


@bp.get("/tools")
@requires(Permission.TOOL_READ)
def index() -> ResponseReturnValue:
    form = ToolFilterForm(request.args)
    found = queries.tools(form.q.data or "", form.state.data or "", today=deed_now().today)
    pages: Pages[SanctionedTool] = Pages.of(g.db, found, page_number())
    return page("desk/tools.html", form=form, pages=pages)


@bp.get("/tools.csv")
@requires(Permission.TOOL_READ)
def export() -> ResponseReturnValue:
    today = deed_now().today
    rows = [
        [one.standing(today) if column == "state" else getattr(one, column) for column in COLUMNS]
        for one in g.db.scalars(queries.tools(today=today))
    ]
    return download([COLUMNS, *rows], "tools.csv")


@bp.get("/tools/<int:tool_id>")
@requires(Permission.TOOL_READ, on=queries.tool)
def show(tool: SanctionedTool) -> ResponseReturnValue:
    decides = may(g.person, Permission.TOOL_DECIDE)
    events = audit.lines(g.db, g.db.scalars(events_of(tool).limit(50)).all()) if decides else []
    return page("desk/tool.html", tool=tool, events=events)


@bp.get("/tools/new")
@requires(Permission.TOOL_DECIDE)
def new() -> ResponseReturnValue:
    ticket = _ticket(number_in(request.args.get("ticket")))
    asked: dict[str, Any] = (ticket.answers.answers if ticket and ticket.answers else {}).get("tool") or {}
    name = asked.get("name", "")
    url = name if name.startswith(("http://", "https://")) else ""
    until = _until(ticket)
    return _form_page(
        _form(name=queries.host_of(name) or name if url else name, url=url, until_on=until, ticket=_number(ticket))
    )


@bp.post("/tools/new")
@requires(Permission.TOOL_DECIDE)
def create() -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _form_page(form, status=422)
    verdict = actions.Verdict(form.facts, _ticket(form.ticket_number))
    try:
        made = actions.list_tool(
            g.db, verdict, form_key=form.form_key.data or "", deed=deed_now(), tz=settings().timezone
        )
    except Conflict as error:
        form.form_errors.append(str(error))
        return _form_page(form, status=409)
    g.db.commit()
    return _decided(made, verdict)


@bp.get("/tools/<int:tool_id>/decision")
@requires(Permission.TOOL_DECIDE, on=queries.tool)
def edit(tool: SanctionedTool) -> ResponseReturnValue:
    ticket = _ticket(number_in(request.args.get("ticket")))
    form = _form(obj=tool, ticket=_number(ticket))
    form.until_on.data = _until(ticket) or tool.until_on
    return _form_page(form, tool)


@bp.post("/tools/<int:tool_id>/decision")
@requires(Permission.TOOL_DECIDE, on=queries.tool_to_change)
def decide(tool: SanctionedTool) -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _form_page(form, tool, status=422)
    if form.version.data != str(tool.version):
        form.form_errors.append(_("Somebody decided about it meanwhile. Look at the list, then send yours again."))
        form.version.data = str(tool.version)
        return _form_page(form, tool, status=409)
    verdict = actions.Verdict(form.facts, _ticket(form.ticket_number))
    actions.decide_tool(g.db, tool, verdict, deed_now(), settings().timezone)
    g.db.commit()
    return _decided(tool, verdict)


def _decided(tool: SanctionedTool, verdict: actions.Verdict) -> ResponseReturnValue:
    there = (
        url_for("desk.show", number=verdict.ticket.id) if verdict.ticket else url_for("tools.show", tool_id=tool.id)
    )
    return done(then=there, say=_("The decision about %(name)s is on the list.", name=tool.name))


def _ticket(number: int | None) -> Ticket | None:
    """The ticket that is answered, where the reader works on it."""
    found = g.db.get(Ticket, number) if number else None
    return found if found is not None and found.is_worked_by(g.person) else None


def _number(ticket: Ticket | None) -> str:
    return str(ticket.id) if ticket else ""


def _until(ticket: Ticket | None) -> date | None:
    """The day until which it was asked for."""
    wanted = (ticket.answers.answers if ticket and ticket.answers else {}).get("until")
    return date.fromisoformat(wanted) if wanted else None


def _form(*args: Any, **values: Any) -> ToolForm:
    return ToolForm(*args, today=deed_now().today, **values)


def _form_page(form: ToolForm, tool: SanctionedTool | None = None, status: int = 200) -> ResponseReturnValue:
    return page("desk/tool_form.html", status=status, form=form, tool=tool)
