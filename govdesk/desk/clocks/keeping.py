"""What is kept of clocks beside the facts: what lists sort by, when to warn, and promises that are kept or broken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.desk.clocks.facts import Facts, Spell, Word, clocks_of, open_clocks
from govdesk.desk.clocks.models import TicketOutcome, TicketWarning
from govdesk.desk.clocks.promises import Measure, Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.models import Ticket
from govdesk.desk.spells import Aspect

LEVELS = (50, 75, 100)
"""Percent of a target at which the desk is warned."""


def facts_of(ticket: Ticket) -> Facts:
    """What happened, from the rows."""
    return Facts(
        kind=ticket.kind,
        opened_at=ticket.opened_at,
        states=_spells(ticket, Aspect.STATE),
        priorities=_spells(ticket, Aspect.PRIORITY),
        # The first is what it was opened with.
        words=tuple(Word(message.side, message.written_at) for message in ticket.messages[1:]),
        teams=_spells(ticket, Aspect.TEAM),
    )


def _spells(ticket: Ticket, aspect: Aspect) -> tuple[Spell, ...]:
    found = (spell for spell in ticket.spells if spell.aspect is aspect)
    return tuple(Spell(spell.value, spell.began_at, spell.ended_at) for spell in found)


@dataclass(frozen=True)
class Reckoned:
    """What lists and the worker go by."""

    breaches_at: datetime | None
    breaches_by: Measure | None
    warn_at: datetime | None


def reckoned(clocks: Sequence[Clock], fired: Iterable[TicketWarning]) -> Reckoned:
    """What follows from the open clocks of a ticket, and from the warnings that were given already."""
    due = [(due_at, clock.measure) for clock in clocks if (due_at := clock.due_at)]
    breaches_at, breaches_by = min(due, key=lambda one: one[0], default=(None, None))
    known = {(one.measure, one.began_at, one.percent) for one in fired}
    owed = [moment for clock in clocks for _percent, moment in levels(clock, known)]
    return Reckoned(breaches_at, breaches_by, min(owed, default=None))


def levels(clock: Clock, known: set[tuple[Measure, datetime, int]]) -> list[tuple[int, datetime]]:
    """The levels nobody was warned of, in order, each with its moment; none while the clock is stopped."""
    if not clock.is_running:
        return []
    new = [percent for percent in LEVELS if (clock.measure, clock.began_at, percent) not in known]
    moments = [(percent, clock.reaches(clock.target * percent / 100)) for percent in new]
    return [(percent, moment) for percent, moment in moments if moment]


def reckon(session: Session, ticket: Ticket, terms: Terms) -> list[Clock]:
    """Bring a ticket up to date with what happened to it, and record what is settled; its open clocks."""
    facts = facts_of(ticket)
    clocks = clocks_of(facts, terms)
    _record(session, ticket, clocks)
    waiting = open_clocks(clocks, facts)
    now = reckoned(waiting, warnings_of(session, ticket))
    ticket.breaches_at, ticket.breaches_by, ticket.warn_at = now.breaches_at, now.breaches_by, now.warn_at
    ticket.reckoned_by = None if facts.is_over else terms.digest
    return waiting


def warnings_of(session: Session, ticket: Ticket) -> Sequence[TicketWarning]:
    session.flush()
    return session.scalars(select(TicketWarning).where(TicketWarning.ticket_id == ticket.id)).all()


def outcomes_of(session: Session, ticket: Ticket) -> Sequence[TicketOutcome]:
    """In the order in which they were settled."""
    query = select(TicketOutcome).where(TicketOutcome.ticket_id == ticket.id)
    return session.scalars(query.order_by(TicketOutcome.settled_at, TicketOutcome.id)).all()


def _record(session: Session, ticket: Ticket, clocks: Iterable[Clock]) -> None:
    """What is on record is final; the rest is written as it stands now."""
    settled = [clock for clock in clocks if clock.settled_at]
    if not settled:
        return
    known = {(one.measure, one.began_at, one.settled_at) for one in outcomes_of(session, ticket)}
    for clock in settled:
        if clock.settled_at and (clock.measure, clock.began_at, clock.settled_at) not in known:
            session.add(_outcome(ticket, clock, clock.settled_at))


def _outcome(ticket: Ticket, clock: Clock, settled_at: datetime) -> TicketOutcome:
    return TicketOutcome(
        ticket_id=ticket.id,
        measure=clock.measure,
        promised_by=clock.promised_by,
        began_at=clock.began_at,
        due_at=clock.due_at,
        settled_at=settled_at,
        used_seconds=int(clock.used(settled_at).total_seconds()),
        was_kept=clock.was_kept,
    )
