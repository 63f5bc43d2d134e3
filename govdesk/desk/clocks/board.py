"""What a ticket's page shows of its clocks: all of them to the desk, what was promised to the requester."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.desk.clocks.cases import open_case
from govdesk.desk.clocks.facts import clocks_of, open_clocks
from govdesk.desk.clocks.keeping import facts_of, outcomes_of
from govdesk.desk.clocks.models import PlatformCase, TicketOutcome
from govdesk.desk.clocks.promises import Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.clocks.showing import Due, due_of_clock, promises_in_words
from govdesk.desk.clocks.story import StoryLine, story
from govdesk.desk.models import Ticket
from govdesk.desk.rules import TicketState
from govdesk.desk.spells import Aspect
from govdesk.directory.models import Person


@dataclass(frozen=True)
class ClockLine:
    """One open clock, and how its due moment came about."""

    clock: Clock
    due: Due
    story: Sequence[StoryLine]


@dataclass(frozen=True)
class ClockBoard:
    """All that is known of time."""

    promised: Sequence[str]
    """To the requester, in their words; empty for everybody else."""
    lines: Sequence[ClockLine] = ()
    outcomes: Sequence[TicketOutcome] = ()
    case: PlatformCase | None = None
    team: str = ""
    """The name of the other team that has it."""


def board(session: Session, ticket: Ticket, terms: Terms, reader: Person, now: datetime) -> ClockBoard:
    """As far as the reader may know."""
    facts = facts_of(ticket)
    all_clocks = clocks_of(facts, terms)
    clocks = open_clocks(all_clocks, facts)
    if not ticket.shows_notes_to(reader):
        return ClockBoard(list(promises_in_words(clocks, now)))
    return ClockBoard(
        (),
        [ClockLine(one, due_of_clock(one, now), list(story(one, now))) for one in clocks],
        # Nothing is asked for that the facts know not to be there.
        outcomes_of(session, ticket) if any(one.settled_at for one in all_clocks) else (),
        open_case(session, ticket) if any(one.value == TicketState.PLATFORM for one in facts.states) else None,
        _team(ticket, terms),
    )


def _team(ticket: Ticket, terms: Terms) -> str:
    stay = ticket.now_of(Aspect.TEAM)
    if stay is None:
        return ""
    handover = terms.handover_to(stay.value)
    return handover.name if handover else stay.value
