"""On which day each credential should fall due by the rules, where that is another day than now.

What somebody set by hand stays, and so does a day that has come: only a change ends it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.lines import Line, Planned, Tree
from govdesk.rotation.plan.rule import Rule, Rules
from govdesk.rotation.plan.spreading import Spreading


@dataclass(frozen=True)
class Proposal:
    """What a rule makes of one credential; nothing of it is done yet."""

    account_id: int
    handle: str
    platform: str
    credential: str
    schedule: Planned | None
    rule: Rule | None
    """None: no rule leads it any more."""
    day: date | None

    @property
    def before(self) -> date | None:
        return self.schedule.calendar_on if self.schedule else None


@dataclass
class Proposing:
    """The rules that are to hold, beside those by which days were set so far."""

    office: Office
    before: Rules
    tree: Tree
    spreading: Spreading

    @classmethod
    def of(cls, session: Session, office: Office, before: Rules, today: date) -> "Proposing":
        load = _load(session) if any(one.due and one.due.most_a_day for one in office.rules.rules) else Counter()
        return cls(office, before, Tree.of(session), Spreading(office.days, today, load))

    def of_line(self, line: Line) -> Iterator[Proposal]:
        """What is to be done about one account."""
        led = {name for rule in self.office.rules.scheduling for name in rule.scheduled}
        led |= {name for name, one in line.schedules.items() if one.planned_by is not None}
        for credential in sorted(led):
            proposal = self._of(line, credential, line.schedules.get(credential))
            if proposal is not None:
                yield proposal

    def _of(self, line: Line, credential: str, planned: Planned | None) -> Proposal | None:
        if planned is not None and (planned.by_hand or self._has_come(planned)):
            return None
        rule = self.rule_of(line, credential)
        if credential not in rule.scheduled:
            is_led = planned is not None and planned.planned_by is not None
            return self._proposal(line, credential, planned, None, None) if is_led else None
        if planned is not None and self._stays(line, planned, rule):
            is_same = planned.planned_by == rule.name
            return None if is_same else self._proposal(line, credential, planned, rule, planned.calendar_on)
        day = self._day(line, planned, rule)
        is_so = day == planned.calendar_on and planned.planned_by == rule.name if planned else day is None
        return None if is_so else self._proposal(line, credential, planned, rule, day)

    def rule_of(self, line: Line, credential: str) -> Rule:
        return self.office.rules.of(line.facts(credential, self.tree))

    def place_of(self, line: Line) -> str | None:
        """Where the department is that answers for an account."""
        return self.tree.place_of(self.office.days, line.department_id)

    def _proposal(
        self, line: Line, credential: str, planned: Planned | None, rule: Rule | None, day: date | None
    ) -> Proposal:
        return Proposal(line.account_id, line.handle, line.platform, credential, planned, rule, day)

    def _has_come(self, planned: Planned) -> bool:
        is_led = planned.planned_by is not None and planned.calendar_on is not None
        return is_led and planned.calendar_on <= self.spreading.today  # type: ignore[operator]

    def _stays(self, line: Line, planned: Planned, rule: Rule) -> bool:
        """Whether the same calendar set the day already, and it is an open one."""
        old = self.before.named(planned.planned_by) if planned.planned_by else None
        if old is None or rule.due is None or planned.calendar_on is None or not rule.due.is_like(old.due):
            return False
        return self.office.days.why_closed(planned.calendar_on, self.place_of(line)) is None

    def _day(self, line: Line, planned: Planned | None, rule: Rule) -> date | None:
        assert rule.due is not None, "only such rules lead"
        place = self.place_of(line)
        day = self.spreading.first_day(rule.due, rule.reminders, _since(planned), place)
        if day is None:
            return None
        if planned is not None and planned.calendar_on is not None:
            self.spreading.load[planned.calendar_on] -= 1
        return self.spreading.place(line.account_id, rule.due, day, place)


def _since(planned: Planned | None) -> date | None:
    """From when a period counts: the last change, else when the present one began."""
    if planned is None:
        return None
    if planned.rotated_on is None and planned.calendar_on and planned.every_days:
        return planned.calendar_on - timedelta(planned.every_days)
    return planned.rotated_on


def _load(session: Session) -> Counter[date]:
    """How much falls due by the calendar on each day."""
    on = RotationSchedule.calendar_on
    rows = session.execute(select(on, func.count()).where(on.is_not(None)).group_by(on))
    return Counter({day: number for day, number in rows if day is not None})
