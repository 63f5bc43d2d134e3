"""From what happened to a ticket to its clocks: nothing else decides by when something is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from govdesk.desk.clocks.promises import Handover, Measure, Promise, Terms
from govdesk.desk.clocks.running import Clock, Span
from govdesk.desk.rules import OVER, Side

STOPPED = frozenset[str](OVER)
"""What is over stops every clock."""


@dataclass(frozen=True)
class Spell:
    """What was so for a time; `ends` is None while it is."""

    value: str
    begins: datetime
    ends: datetime | None = None


@dataclass(frozen=True)
class Word:
    """Something was said, by which side."""

    side: Side
    at: datetime


@dataclass(frozen=True)
class Facts:
    """One ticket. Spells of one kind follow each other without a gap, the last of them is open."""

    kind: str
    opened_at: datetime
    states: tuple[Spell, ...]
    priorities: tuple[Spell, ...]
    words: tuple[Word, ...] = ()
    """In order, without the one it was opened with: that keeps no promise, whoever wrote it."""
    teams: tuple[Spell, ...] = ()
    """When other teams had it; gaps are when nobody else had."""

    @property
    def is_over(self) -> bool:
        return self.states[-1].value in STOPPED

    @property
    def priority(self) -> str:
        return self.priorities[-1].value

    def priority_at(self, moment: datetime) -> str:
        """A change of priority at the same moment comes after it."""
        before = [one.value for one in self.priorities if one.begins < moment]
        return before[-1] if before else self.priorities[0].value


def clocks_of(facts: Facts, terms: Terms) -> list[Clock]:
    """All clocks there ever were: of answers in order, of the solution, of other teams."""
    clocks = [*_answers(facts, terms), _resolution(facts, terms)]
    clocks += [_handover(facts, stay, terms.handover_to(stay.value)) for stay in facts.teams]
    return [clock for clock in clocks if clock]


def open_clocks(clocks: Sequence[Clock], facts: Facts) -> list[Clock]:
    """Those that still ask something of somebody."""
    return [] if facts.is_over else [clock for clock in clocks if clock.settled_at is None]


def _answers(facts: Facts, terms: Terms) -> Iterator[Clock | None]:
    """The first answer counts from the opening, each later one from the oldest word that nobody has answered."""
    measure, asked_at = Measure.FIRST_RESPONSE, facts.opened_at
    waiting: datetime | None = asked_at
    for word in facts.words:
        if word.side is Side.REQUESTER and waiting is None:
            waiting = word.at
        elif word.side is Side.AGENT and waiting is not None:
            yield _answer(facts, terms, measure, waiting, word.at)
            measure, waiting = Measure.NEXT_RESPONSE, None
    if waiting is not None:
        yield _answer(facts, terms, measure, waiting, None)


def _answer(
    facts: Facts, terms: Terms, measure: Measure, asked_at: datetime, answered_at: datetime | None
) -> Clock | None:
    # What was answered is final: what was promised at that moment counts, whatever the priority becomes later.
    priority = facts.priority if answered_at is None else facts.priority_at(answered_at)
    return _clock(facts, terms.promise_for(facts.kind, priority), measure, asked_at, answered_at)


def _resolution(facts: Facts, terms: Terms) -> Clock | None:
    promise = terms.promise_for(facts.kind, facts.priority)
    began_at = _last_reopened(facts) if promise and promise.starts_anew else facts.opened_at
    return _clock(facts, promise, Measure.RESOLUTION, began_at, _over_since(facts))


def _clock(
    facts: Facts, promise: Promise | None, measure: Measure, began_at: datetime, settled_at: datetime | None
) -> Clock | None:
    target = promise.target(measure) if promise else None
    if promise is None or target is None:
        return None
    runs, pauses = _spans(facts, began_at, settled_at, promise.paused_by(measure))
    return Clock(measure, promise.name, promise.calendar, target, began_at, runs, pauses, settled_at)


def _handover(facts: Facts, stay: Spell, promise: Handover | None) -> Clock | None:
    if promise is None:
        return None
    runs, pauses = _spans(facts, stay.begins, stay.ends, promise.paused_by)
    return Clock(
        Measure.HANDOVER, promise.name, promise.calendar, promise.within, stay.begins, runs, pauses, stay.ends
    )


def _spans(
    facts: Facts, since: datetime, until: datetime | None, paused_by: frozenset[str]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """When a clock ran, and when it was stopped; states that do the same to it make one span."""
    runs: list[Span] = []
    pauses: list[Span] = []
    for spell in facts.states:
        ends = spell.ends if until is None else min(spell.ends or until, until)
        begins = max(spell.begins, since)
        if ends is not None and ends <= begins:
            continue
        stops = spell.value in paused_by or spell.value in STOPPED
        into = pauses if stops else runs
        if into and into[-1].ends == begins:
            begins, states = into[-1].begins, into[-1].states
            into.pop()
        else:
            states = ()
        into.append(Span(begins, ends, (*states, spell.value) if stops else ()))
    return tuple(runs), tuple(pauses)


def _over_since(facts: Facts) -> datetime | None:
    """Since when nothing is to be done any more; None while something is."""
    since = None
    for spell in reversed(facts.states):
        if spell.value not in STOPPED:
            return since
        since = spell.begins
    return since


def _last_reopened(facts: Facts) -> datetime:
    """When it came back for the last time; when it was opened where it never did."""
    began = facts.opened_at
    for before, after in zip(facts.states, facts.states[1:], strict=False):
        if before.value in STOPPED and after.value not in STOPPED:
            began = after.begins
    return began
