"""Warning the desk before a promise is broken, and when it is: each level once, whoever else tries."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.desk.clocks.keeping import levels, reckon, warnings_of
from govdesk.desk.clocks.models import PlatformCase, TicketWarning
from govdesk.desk.clocks.promises import Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.models import Ticket
from govdesk.desk.notices import those_at_work
from govdesk.desk.rules import Priority

WARNED, CHASED = "ticket_warned", "ticket_chased"


def warn(session: Session, ticket: Ticket, terms: Terms, *, now: datetime) -> None:
    """Record all levels that have come by now, in order; of each clock only the last is told.

    Whoever calls keeps the ticket from others until the transaction ends.
    """
    for clock in reckon(session, ticket, terms):
        known = {(one.measure, one.began_at, one.percent) for one in warnings_of(session, ticket)}
        come = [percent for percent, moment in levels(clock, known) if moment <= now]
        for percent in come:
            warning = _record(session, ticket, clock, percent, now)
            _tell(session, ticket, clock, warning, now, passed=percent != come[-1])
    reckon(session, ticket, terms)


def _record(session: Session, ticket: Ticket, clock: Clock, percent: int, now: datetime) -> TicketWarning:
    warning = TicketWarning(
        ticket_id=ticket.id,
        measure=clock.measure,
        began_at=clock.began_at,
        percent=percent,
        due_at=clock.due_at,
        fired_at=now,
    )
    session.add(warning)
    session.flush()
    return warning


def _tell(
    session: Session, ticket: Ticket, clock: Clock, warning: TicketWarning, now: datetime, *, passed: bool
) -> None:
    """In the hours of whoever is to act, unless it is urgent."""
    at = now if ticket.priority is Priority.URGENT else clock.calendar.opens_at(now)
    for person in those_at_work(session, ticket):
        notify.queue(
            session,
            WARNED,
            subject=ticket,
            to=person,
            key=f"warned.{ticket.id}.w{warning.id}.{person.id}",
            at=at,
            stage=f"{warning.measure}:{warning.percent}",
            context={"warning_id": warning.id, "zone": clock.calendar.tz.key},
            passed=passed,
            is_urgent=warning.percent == 100,
        )


def chase(session: Session, case: PlatformCase, *, now: datetime) -> None:
    """Remind whoever works on the ticket to ask the platform again."""
    case.chased_at = now
    for person in those_at_work(session, case.ticket):
        notify.queue(
            session,
            CHASED,
            subject=case.ticket,
            to=person,
            key=f"chased.{case.id}.{case.chase_at:%Y%m%d%H%M}.{person.id}",
            at=now,
            context={"case_id": case.id},
        )
