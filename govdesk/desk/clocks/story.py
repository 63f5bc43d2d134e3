"""“Why is this due then?”: the steps of `why` as lines for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from babel.dates import format_datetime

from govdesk.desk.clocks.running import Clock
from govdesk.desk.clocks.showing import paused_words
from govdesk.desk.clocks.why import Step, StepKind, steps
from govdesk.desk.clocks.words import amount_words, moment_in
from govdesk.i18n import _, locale


@dataclass(frozen=True)
class StoryLine:
    """One line: what happened, and when in the calendar's time."""

    words: str
    when: str
    counts: bool = False
    """Whether time passed that counts."""


def story(clock: Clock, now: datetime) -> Iterator[StoryLine]:
    """From asking to the due moment, in the calendar's own zone."""
    for step in steps(clock, now):
        yield _line(step, clock.calendar.tz)


def _line(step: Step, tz: tzinfo) -> StoryLine:
    match step.kind:
        case StepKind.BEGAN:
            return StoryLine(_("The time began"), moment_in(step.begins, tz))
        case StepKind.COUNTED:
            words = _("%(time)s counted", time=f"+ {amount_words(step.amount)}")
            return StoryLine(words, _span(step, tz), counts=True)
        case StepKind.CLOSED:
            return StoryLine(_("Closed: %(why)s", why=step.because), _days(step, tz))
        case StepKind.PAUSED:
            return StoryLine(", ".join(dict.fromkeys(map(paused_words, step.states))), _span(step, tz))
        case StepKind.DUE:
            return StoryLine(_("Due"), moment_in(step.begins, tz))
        case StepKind.OPEN_END:
            return StoryLine(_("%(time)s are left when it goes on", time=amount_words(step.amount)), "")


def _span(step: Step, tz: tzinfo) -> str:
    if step.ends is None:
        return _("since %(moment)s", moment=moment_in(step.begins, tz))
    is_one_day = step.begins.astimezone(tz).date() == step.ends.astimezone(tz).date()
    ends = _format(step.ends, "HH:mm", tz) if is_one_day else moment_in(step.ends, tz)
    return f"{moment_in(step.begins, tz)} – {ends}"


def _days(step: Step, tz: tzinfo) -> str:
    first, last = (_format(day, "EEE d MMM", tz) for day in (step.begins, step.ends or step.begins))
    return first if first == last else f"{first} – {last}"


def _format(at: datetime, pattern: str, tz: tzinfo) -> str:
    return str(format_datetime(at, pattern, tzinfo=tz, locale=locale()))
