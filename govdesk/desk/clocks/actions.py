"""What agents do that moves a ticket's clocks: its priority, waiting for a platform, passing it to another team."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.desk.actions import demand_desk
from govdesk.desk.clocks.cases import end_case, open_case
from govdesk.desk.clocks.models import PlatformCase
from govdesk.desk.clocks.promises import Handover, Terms
from govdesk.desk.clocks.words import PASSED_ON, PLATFORM_ANSWERED, PLATFORM_ASKED, PRIORITY_CHANGED, TAKEN_BACK
from govdesk.desk.models import Ticket
from govdesk.desk.rules import Priority
from govdesk.desk.spells import Aspect
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _


def prioritise(session: Session, ticket: Ticket, priority: Priority, *, by: Person, now: datetime) -> None:
    """What is due counts from the beginning by the new promise; pauses that were served stay served."""
    _demand_open(ticket, by)
    before = ticket.priority
    if priority is before:
        return
    ticket.prioritise(priority, now)
    audit.record(session, PRIORITY_CHANGED, ticket, by=by, at=now, priority=(before, priority))


def ask_platform(
    session: Session,
    ticket: Ticket,
    number: str | None,
    chase_on: date,
    *,
    by: Person,
    now: datetime,
    terms: Terms,
) -> None:
    """Wait for a platform until it answers; whoever works on the ticket is reminded on a day to ask again.

    Where it is waited for already, number and day are set anew.
    """
    _demand_open(ticket, by)
    before, case = ticket.state, open_case(session, ticket)
    if case is None:
        case = PlatformCase(ticket_id=ticket.id, began_at=now, by_id=by.id)
        session.add(case)
    case.number, case.chased_at = number, None
    case.chase_at = terms.office.opens_at(clock.day_begins(chase_on, terms.office.tz))
    ticket.wait_for_platform(now)
    state = {"state": (before, ticket.state)} if ticket.state is not before else {}
    audit.record(session, PLATFORM_ASKED, ticket, by=by, at=now, case_number=number or "", chase_on=chase_on, **state)


def platform_answered(session: Session, ticket: Ticket, *, by: Person, now: datetime) -> None:
    """The clocks go on. Nothing happens to a ticket that waits for no platform."""
    _demand_open(ticket, by)
    if open_case(session, ticket) is None:
        return
    before = ticket.state
    end_case(session, ticket, now)
    ticket.go_on(now)
    state = {"state": (before, ticket.state)} if ticket.state is not before else {}
    audit.record(session, PLATFORM_ANSWERED, ticket, by=by, at=now, **state)


def pass_on(session: Session, ticket: Ticket, to: Handover, *, by: Person, now: datetime) -> None:
    """Another team has it until it comes back; the promise to the requester runs on. Raises Conflict."""
    _demand_open(ticket, by)
    if ticket.now_of(Aspect.TEAM):
        raise Conflict(_("Another team has this ticket already. Take it back first."))
    ticket.pass_on(to.team, now)
    audit.record(session, PASSED_ON, ticket, by=by, at=now, team=to.team)


def take_back(session: Session, ticket: Ticket, *, by: Person, now: datetime) -> None:
    """Nothing happens to a ticket that no other team has."""
    _demand_open(ticket, by)
    if stay := ticket.now_of(Aspect.TEAM):
        ticket.pass_on(None, now)
        audit.record(session, TAKEN_BACK, ticket, by=by, at=now, team=stay.value)


def _demand_open(ticket: Ticket, by: Person) -> None:
    demand_desk(ticket, by)
    if ticket.state.is_over:
        raise Conflict(_("This ticket has been resolved meanwhile."))
