"""Clocks as pages say them: a few words, a tone, and the moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from govdesk.desk.clocks.hours import NONE, Calendar
from govdesk.desk.clocks.promises import Measure, Terms
from govdesk.desk.clocks.running import Clock
from govdesk.desk.clocks.words import AN_HOUR, amount_words, moment_in
from govdesk.desk.models import Ticket
from govdesk.desk.rules import TicketState
from govdesk.i18n import _, ngettext
from govdesk.words import Tone

SOON = 4
"""Less than such a part of the target is left."""


@dataclass(frozen=True)
class Due:
    """How one promise stands."""

    words: str
    tone: Tone
    moment: str = ""
    """When it is or was due, as the calendar's clocks show it."""
    measure: Measure | None = None
    """What is due; None while nothing runs."""

    @property
    def is_promised(self) -> bool:
        """To the requester, rather than by one team to another."""
        return self.measure not in (None, Measure.HANDOVER)


def due_of_clock(clock: Clock, now: datetime) -> Due:
    """Of an open clock."""
    moment = moment_in(clock.due_at, clock.calendar.tz) if clock.due_at else ""
    left = clock.left(now)
    if clock.is_paused:
        why = paused_words(clock.pauses[-1].states[-1])
        if clock.is_overdue(now):
            return Due(_("%(why)s, overdue by %(time)s", why=why, time=amount_words(-left)), Tone.LATE)
        return Due(why, Tone.FROZEN)
    if clock.is_overdue(now):
        return Due(overdue_words(-left), Tone.LATE, moment)
    return Due(left_words(left, clock.calendar), _tone(left, clock.target), moment)


def due_in_list(ticket: Ticket, terms: Terms, now: datetime) -> Due | None:
    """From what is kept on the row; None where nothing is promised, or nothing is to be done."""
    if ticket.state.is_over:
        return None
    if ticket.breaches_at is None or ticket.breaches_by is None:
        is_waiting = ticket.state in (TicketState.WAITING, TicketState.PLATFORM)
        return Due(paused_words(ticket.state), Tone.FROZEN) if is_waiting else None
    return _running_in_list(ticket, Measure(ticket.breaches_by), ticket.breaches_at, terms, now)


def _running_in_list(ticket: Ticket, measure: Measure, due_at: datetime, terms: Terms, now: datetime) -> Due:
    promise = terms.promise_for(ticket.kind, ticket.priority)
    target = promise.target(measure) if promise else None
    if promise is None or target is None:  # of another team, in whose hours the row does not say
        late = now >= due_at
        words = _("overdue") if late else _("due")
        return Due(words, Tone.LATE if late else Tone.OK, moment_in(due_at, terms.office.tz), measure)
    calendar = promise.calendar
    moment = moment_in(due_at, calendar.tz)
    if now >= due_at:
        return Due(overdue_words(calendar.business_between(due_at, now)), Tone.LATE, moment, measure)
    left = calendar.business_between(now, due_at)
    return Due(left_words(left, calendar), _tone(left, target), moment, measure)


def left_words(left: timedelta, calendar: Calendar) -> str:
    """`due in 3 business hours`; round the clock they are plain hours. From two hours on minutes do not matter."""
    hours, minutes = left // AN_HOUR, max(1, int(left.total_seconds() // 60))
    if hours < 2:
        if calendar.is_always_open:
            return ngettext("due in %(n)d minute", "due in %(n)d minutes", minutes)
        return ngettext("due in %(n)d business minute", "due in %(n)d business minutes", minutes)
    if calendar.is_always_open:
        return ngettext("due in %(n)d hour", "due in %(n)d hours", hours)
    return ngettext("due in %(n)d business hour", "due in %(n)d business hours", hours)


def overdue_words(by: timedelta) -> str:
    return _("overdue by %(time)s", time=amount_words(by)) if by > NONE else _("overdue")


def paused_words(state: str) -> str:
    match state:
        case TicketState.PLATFORM:
            return _("paused: waiting for the platform")
        case TicketState.WAITING:
            return _("paused: waiting for the requester")
        case _:
            return _("resolved: nothing counts")


def promises_in_words(clocks: Sequence[Clock], now: datetime) -> Iterator[str]:
    """What the requester may count on, in their words; teams behind the desk are none of their concern."""
    for clock in clocks:
        if clock.measure is not Measure.HANDOVER:
            yield _promise(clock, now)


def _promise(clock: Clock, now: datetime) -> str:
    due_at = clock.due_at
    if due_at is None:
        if clock.pauses[-1].states[-1] == TicketState.WAITING:
            return _("Your request waits for your answer. Until then our time stands still.")
        return _("We wait for the platform and ask again. Until it answers our time stands still.")
    when = moment_in(due_at, clock.calendar.tz)
    if clock.measure.is_answer:
        if now >= due_at:
            return _("You should have had an answer by %(when)s. We are late.", when=when)
        return _("You get an answer by %(when)s.", when=when)
    if now >= due_at:
        return _("It should have been settled by %(when)s. We are late.", when=when)
    return _("We mean to settle it by %(when)s.", when=when)


def _tone(left: timedelta, target: timedelta) -> Tone:
    return Tone.SOON if left * SOON <= target else Tone.OK
