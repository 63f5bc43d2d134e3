"""What rules would do, before they are saved: the days of twelve months, and which of those set would move."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from govdesk.rotation.office import Office
from govdesk.rotation.plan.lines import Line, Planned, lines
from govdesk.rotation.plan.proposing import Proposal, Proposing
from govdesk.rotation.plan.rule import Rule, Rules

AHEAD = timedelta(days=365)
MOST_LISTED = 100
HEAVIEST = 5


@dataclass
class Preview:
    """Numbers, and the first of those that would change."""

    first: date
    by_day: Counter[date] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    """By the name of a rule: accounts whose password it decides about."""
    new: int = 0
    earlier: int = 0
    later: int = 0
    taken_back: int = 0
    by_hand: int = 0
    """Schedules with a day that somebody has set: they stay."""
    listed: list[Proposal] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return self.new + self.earlier + self.later + self.taken_back

    @property
    def total(self) -> int:
        return self.by_day.total()

    @property
    def months(self) -> list[tuple[date, int]]:
        """The first day of each month, and how many fall due in it."""
        firsts = [_month(self.first, n) for n in range(13)]
        found = Counter(day.replace(day=1) for day in self.by_day.elements())
        return [(month, found[month]) for month in firsts]

    @property
    def weeks(self) -> list[tuple[date, int]]:
        """The Monday of each week in which anything falls due."""
        found = Counter(day - timedelta(day.weekday()) for day in self.by_day.elements())
        return sorted(found.items())

    @property
    def heaviest(self) -> list[tuple[date, int]]:
        return sorted(self.by_day.items(), key=lambda one: (-one[1], one[0]))[:HEAVIEST]

    def count(self, proposal: Proposal) -> None:
        """Put a proposal into the numbers; one that only changes by which rule a day is set is none."""
        before, after = proposal.before, proposal.day
        if before == after:
            return
        if after is None:
            self.taken_back += 1
        elif before is None:
            self.new += 1
        elif after < before:
            self.earlier += 1
        else:
            self.later += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(proposal)


def preview(session: Session, office: Office, before: Rules, today: date) -> Preview:
    """What `office` would do to what `before` has done, if each change is made on its very day; writes nothing."""
    proposing, shown = Proposing.of(session, office, before, today), Preview(today)
    for line in lines(session):
        proposals = {proposal.credential: proposal for proposal in proposing.of_line(line)}
        for proposal in proposals.values():
            shown.count(proposal)
        shown.matched[proposing.rule_of(line, "password").name] += 1
        shown.by_hand += sum(one.by_hand and one.calendar_on is not None for one in line.schedules.values())
        for credential in line.schedules.keys() | proposals.keys():
            rule = proposing.rule_of(line, credential)
            days = _days(proposing, line, rule, line.schedules.get(credential), proposals.get(credential))
            shown.by_day.update(days)
    return shown


def _days(
    proposing: Proposing, line: Line, rule: Rule, planned: Planned | None, proposal: Proposal | None
) -> Iterator[date]:
    """The days of one credential within a year."""
    today = proposing.spreading.today
    day = proposal.day if proposal else planned.calendar_on if planned else None
    if planned and planned.due_on and planned.due_on < (day or date.max):
        yield max(planned.due_on, today)  # because of what happened
    while day is not None and day <= today + AHEAD:
        day = max(day, today)
        yield day
        day = _next(proposing, line, rule, planned, day)


def _next(proposing: Proposing, line: Line, rule: Rule, planned: Planned | None, changed_on: date) -> date | None:
    if planned and planned.by_hand:
        return changed_on + timedelta(planned.every_days) if planned.every_days else None
    place, then = proposing.place_of(line), proposing.spreading.on(changed_on)
    if rule.due is None or (day := then.following(rule.due, rule.reminders, changed_on, place)) is None:
        return None
    return then.place(line.account_id, rule.due, day, place)


def _month(first: date, ahead: int) -> date:
    months = first.year * 12 + first.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)
