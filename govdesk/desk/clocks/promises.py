"""What the desk has promised: to requesters (SLA), and what one team promises another (OLA)."""

from dataclasses import dataclass
from datetime import timedelta

from govdesk.desk.clocks.hours import Calendar
from govdesk.desk.rules import Priority, TicketKind, TicketState
from govdesk.i18n import _l
from govdesk.words import Labelled

States = frozenset[TicketState]


class Measure(Labelled):
    """What a clock measures."""

    FIRST_RESPONSE = "first_response", _l("First answer")
    NEXT_RESPONSE = "next_response", _l("Next answer")
    RESOLUTION = "resolution", _l("Solution")
    HANDOVER = "handover", _l("Back from another team")

    @property
    def is_answer(self) -> bool:
        return self in (Measure.FIRST_RESPONSE, Measure.NEXT_RESPONSE)


@dataclass(frozen=True)
class Promise:
    """One of the `promises`: whom it is for, how fast, in which hours, and what stops its clocks."""

    name: str
    calendar: Calendar
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None
    priorities: frozenset[Priority] = frozenset()
    """Empty: any."""
    kinds: frozenset[TicketKind] = frozenset()
    answers_paused_by: States = frozenset({TicketState.WAITING})
    resolution_paused_by: States = frozenset({TicketState.WAITING, TicketState.PLATFORM})
    starts_anew: bool = False
    """Whether a ticket that is reopened has the whole time again; else it goes on from what was left."""

    def applies(self, kind: str, priority: str) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.priorities or priority in self.priorities)

    def target(self, measure: Measure) -> timedelta | None:
        """None where nothing is promised."""
        targets = {
            Measure.FIRST_RESPONSE: self.first_response,
            Measure.NEXT_RESPONSE: self.next_response,
            Measure.RESOLUTION: self.resolution,
        }
        return targets.get(measure)

    def paused_by(self, measure: Measure) -> States:
        return self.answers_paused_by if measure.is_answer else self.resolution_paused_by


@dataclass(frozen=True)
class Handover:
    """One of the `handovers`: a team that tickets are passed to, and within what it gives them back."""

    team: str
    name: str
    calendar: Calendar
    within: timedelta
    paused_by: States = frozenset({TicketState.PLATFORM})


@dataclass(frozen=True)
class Terms:
    """All that `desk.yml` says of time."""

    office: Calendar
    """In whose hours the desk is told of what can wait."""
    promises: tuple[Promise, ...]
    handovers: tuple[Handover, ...]
    digest: str
    """Of the file and the time zone: tells whether a due moment was reckoned by it."""

    def promise_for(self, kind: str, priority: str) -> Promise | None:
        """The first that applies."""
        return next((one for one in self.promises if one.applies(kind, priority)), None)

    def handover_to(self, team: str) -> Handover | None:
        """None for a team that the file names no longer."""
        return next((one for one in self.handovers if one.team == team), None)
