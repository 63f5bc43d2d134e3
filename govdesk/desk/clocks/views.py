"""What agents decide about time, on the ticket's page."""

from flask import g, request
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.desk import queries, ticket_page
from govdesk.desk.clocks import actions
from govdesk.desk.clocks.forms import PlatformForm, PriorityForm, TeamForm
from govdesk.desk.clocks.present import keep_clocks, terms_now
from govdesk.desk.clocks.showing import Due, due_in_list
from govdesk.desk.models import Ticket
from govdesk.desk.views import bp
from govdesk.i18n import _
from govdesk.web import done, requires
from govdesk.web.filters import today


@bp.app_template_global("due_of")
def due_of(ticket: Ticket) -> Due | None:
    """How its next promise stands, for lists."""
    return due_in_list(ticket, terms_now(), clock.utcnow())


@bp.post("/tickets/<int:number>/priority")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def prioritise(ticket: Ticket) -> ResponseReturnValue:
    form = PriorityForm(request.form, prefix="priority-")
    if not form.validate():
        return ticket_page.show(ticket, 422, priority=form)
    actions.prioritise(g.db, ticket, form.chosen, by=g.person, now=clock.utcnow())
    return _kept(ticket, _("The priority is %(priority)s now.", priority=ticket.priority.label))


@bp.post("/tickets/<int:number>/platform-case")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def ask_platform(ticket: Ticket) -> ResponseReturnValue:
    form = PlatformForm(request.form, prefix="platform-", today=today())
    if not form.validate() or form.chase_on.data is None:
        return ticket_page.show(ticket, 422, platform=form)
    number, chase_on = form.number.data or None, form.chase_on.data
    actions.ask_platform(g.db, ticket, number, chase_on, by=g.person, now=clock.utcnow(), terms=terms_now())
    return _kept(ticket, _("The ticket waits for the platform. You are reminded to ask again."))


@bp.post("/tickets/<int:number>/platform-answer")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def platform_answered(ticket: Ticket) -> ResponseReturnValue:
    actions.platform_answered(g.db, ticket, by=g.person, now=clock.utcnow())
    return _kept(ticket, _("The clocks go on."))


@bp.post("/tickets/<int:number>/team")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def pass_on(ticket: Ticket) -> ResponseReturnValue:
    form = TeamForm(request.form, prefix="team-", terms=terms_now())
    if not form.validate():
        return ticket_page.show(ticket, 422, team=form)
    actions.pass_on(g.db, ticket, form.chosen, by=g.person, now=clock.utcnow())
    return _kept(ticket, _("%(team)s has the ticket now. Its time for the requester runs on.", team=form.chosen.name))


@bp.post("/tickets/<int:number>/team-return")
@requires(Permission.TICKET_WORK, on=queries.ticket_to_change)
def take_back(ticket: Ticket) -> ResponseReturnValue:
    actions.take_back(g.db, ticket, by=g.person, now=clock.utcnow())
    return _kept(ticket, _("The ticket is back at the desk."))


def _kept(ticket: Ticket, told: str) -> ResponseReturnValue:
    keep_clocks(ticket)
    g.db.commit()
    return done(then=ticket_page.address_of(ticket), say=told)
