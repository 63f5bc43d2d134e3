"""What has to be done and decided on a ticket before it is closed."""

from dataclasses import dataclass
from typing import ClassVar

from flask import g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.access import Actor, Permission, Relation
from govdesk.desk import approving, queries, ticket_page
from govdesk.desk.blueprint import bp
from govdesk.desk.duty_forms import DecisionForm
from govdesk.desk.models import Ticket
from govdesk.desk.typed import Decision, TicketStep
from govdesk.errors import Conflict, NotFound, NotPermitted
from govdesk.i18n import _
from govdesk.web import done, requires
from govdesk.web.guard import NO_SUCH_PAGE


@dataclass(frozen=True)
class StepOfTicket:
    """One step, seen by whoever sees the ticket."""

    ticket: Ticket
    step: TicketStep
    __tablename__: ClassVar = "ticket_step"
    seen_by: ClassVar[Permission] = Permission.TICKET_READ

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.ticket.relations_of(person)


def step_to_change(session: Session, number: int, position: int) -> StepOfTicket:
    """Raises NotFound."""
    ticket = queries.ticket_to_change(session, number)
    found = next((step for step in ticket.steps if step.position == position), None)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return StepOfTicket(ticket, found)


@bp.post("/tickets/<int:number>/approval")
@requires(Permission.TICKET_APPROVE, on=queries.ticket_to_change)
def approve(ticket: Ticket) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    if not form.validate():
        return ticket_page.show(ticket, 422, deciding=form)
    decision, reason = Decision(form.decision.data), form.reason.data or ""
    approving.decide(g.db, ticket, decision, reason, position=form.place, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=ticket_page.address_of(ticket), say=_("Thank you. Your decision is on the ticket."))


@bp.post("/tickets/<int:number>/steps/<int:position>")
@requires(Permission.TICKET_WORK, on=step_to_change)
def tick(one: StepOfTicket) -> ResponseReturnValue:
    """Tick it off, or take that back; `done` says which the page offered."""
    if not one.ticket.is_worked_by(g.person):
        raise NotPermitted(_("You asked this yourself: somebody else at the desk has to work on it."))
    if one.ticket.state.is_over:
        raise Conflict(_("This ticket has been resolved meanwhile."))
    is_done = request.form.get("done") != "no"
    if is_done != (one.step.done_at is not None):
        now = clock.utcnow()
        one.step.done_at, one.step.done_by = (now, g.person) if is_done else (None, None)
        verb = "done" if is_done else "opened"
        audit.record(g.db, f"desk:step:{verb}", one.ticket, by=g.person, at=now, step=one.step.title)
    g.db.commit()
    return done(then=ticket_page.address_of(one.ticket) + "#duties")
