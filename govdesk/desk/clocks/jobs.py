"""What the worker calls: tickets to be reckoned anew, warnings that are owed, platforms to be asked again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Select, and_, literal_column, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk import clock
from govdesk.db import Sessions
from govdesk.desk.clocks.keeping import reckon
from govdesk.desk.clocks.models import CHASED, PlatformCase
from govdesk.desk.clocks.promises import Terms
from govdesk.desk.clocks.reading import read_desk
from govdesk.desk.clocks.warning import chase, warn
from govdesk.desk.models import RECKONED, WARNED, Ticket, TicketMessage
from govdesk.files import PolicyFiles
from govdesk.settings import Settings

log = logging.getLogger(__name__)

BATCH = 200
BAD_ROW_RESTS = timedelta(hours=1)
Stopping = Callable[[], bool]


def keep_promises(sessions: Sessions, settings: Settings, stopping: Stopping = lambda: False) -> None:
    """Do all that is owed now; told to stop, after the batch in hand."""
    terms = read_desk(PolicyFiles(settings.policies), settings.timezone)
    work_through(sessions, terms, now=clock.utcnow(), stopping=stopping)


def work_through(sessions: Sessions, terms: Terms, *, now: datetime, stopping: Stopping = lambda: False) -> None:
    """The same at `now`: first what a change of the terms or of a ticket left behind, then what is owed by it."""
    for some in (_reckon_some, _warn_some, _chase_some):
        while not stopping() and _one_batch(sessions, terms, now, some):
            pass


def _one_batch(
    sessions: Sessions, terms: Terms, now: datetime, some: Callable[[Session, Terms, datetime], int]
) -> int:
    with sessions() as session:
        number = some(session, terms, now)
        session.commit()
    return number


def _reckon_some(session: Session, terms: Terms, _now: datetime) -> int:
    outdated = and_(literal_column(RECKONED), Ticket.reckoned_by != terms.digest)
    # In the order of its index, which holds open tickets only.
    tickets = session.scalars(_whole().where(outdated).order_by(Ticket.reckoned_by, Ticket.id)).all()
    for ticket in tickets:
        if not _try(session, ticket, partial(reckon, session, ticket, terms)):
            # By these terms it cannot be done: the next change of either tries again.
            ticket.breaches_at, ticket.warn_at, ticket.reckoned_by = None, None, terms.digest
    return len(tickets)


def _warn_some(session: Session, terms: Terms, now: datetime) -> int:
    owed = and_(literal_column(WARNED), Ticket.warn_at <= now)
    tickets = session.scalars(_whole().where(owed).order_by(Ticket.warn_at, Ticket.id)).all()
    for ticket in tickets:
        if not _try(session, ticket, partial(warn, session, ticket, terms, now=now)):
            ticket.warn_at = now + BAD_ROW_RESTS
    return len(tickets)


def _chase_some(session: Session, _terms: Terms, now: datetime) -> int:
    owed = (
        select(PlatformCase)
        .where(literal_column(CHASED), PlatformCase.chase_at <= now)
        .order_by(PlatformCase.chase_at)
        .options(joinedload(PlatformCase.ticket, innerjoin=True))
        .limit(BATCH)
        .with_for_update(of=PlatformCase, skip_locked=True)
    )
    cases = session.scalars(owed).all()
    for case in cases:
        chase(session, case, now=now)
    return len(cases)


def _whole() -> Select[Ticket]:
    """Tickets with what is reckoned from, kept from others; without the texts of messages."""
    return (
        select(Ticket)
        .options(
            selectinload(Ticket.spells),
            selectinload(Ticket.messages).load_only(
                TicketMessage.ticket_id, TicketMessage.side, TicketMessage.written_at
            ),
        )
        .limit(BATCH)
        .with_for_update(of=Ticket, skip_locked=True)
    )


def _try(session: Session, ticket: Ticket, work: Callable[[], object]) -> bool:
    """One bad ticket cannot hold up the rest; a database that is down is no ticket's fault."""
    try:
        with session.begin_nested():
            work()
            session.flush()
    except (OperationalError, ProgrammingError):
        raise
    except Exception:
        log.exception("the clocks of ticket %d rest", ticket.id)
        return False
    return True
